export const config = {
  key: '__TOKEN__',
};
