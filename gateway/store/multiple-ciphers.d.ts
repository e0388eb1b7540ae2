/** Its own types are not where its package says; it has better-sqlite3's face. */
declare module 'better-sqlite3-multiple-ciphers' {
  import Database from 'better-sqlite3';
  // biome-ignore lint/style/noDefaultExport: that is how it is exported.
  export default Database;
}
