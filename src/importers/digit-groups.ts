/** A number as spreadsheets show it, without the commas that group its digits: `16,384`. Other text stays as it is. */
export const ungrouped = (text: string): string =>
  /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
