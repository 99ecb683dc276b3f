// What the application needs to know.
export const config = {
  name: 'Größe 🗝️',
  url: 'https://api.example.org/v1',
  /* ü */ token: '__TOKEN__',
};
