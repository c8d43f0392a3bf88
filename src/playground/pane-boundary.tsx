import { Component, type ReactNode } from 'react';
import { answers } from './answer/answers';

interface State {
  readonly failure: string | null;
}

/** An answer that the pane stumbles over must not take the editor with it; the next answer is a new try. */
export class PaneBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failure: null };
  #stop: (() => void) | null = null;

  static getDerivedStateFromError(error: unknown): State {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override componentDidMount(): void {
    this.#stop = answers.subscribe(() => this.setState({ failure: null }));
  }

  override componentWillUnmount(): void {
    this.#stop?.();
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <p className="underpin-warning" role="alert">
        This answer could not be drawn, which is a fault of the pane and not of the answer: {this.state.failure}
      </p>
    );
  }
}
