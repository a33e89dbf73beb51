/** How to let Avouch work on CSV files, and nothing else. */
export const guide = `Avouch reads the files of one folder whose names end in \`.csv\` or \`.tsv\`. The operator of the server allows that folder first, with \`AVOUCH_STORE_FOLDERS=/srv/exports\`: nobody can reach other files through these settings. Folders inside it are not looked into.

**Rights.** To read, the user that runs Avouch needs to read the folder. To erase, it also needs to write in the folder, since each changed file is written anew beside the old one and then put in its place.

**Form.** The first line names the columns. Delimiter and encoding (UTF-8, UTF-16, Windows-1252) are found out, or given in the settings. An empty cell counts as empty, not as a text without letters. Rows that nobody changes keep every byte, and so do texts that look like formulas. A file with rows of different lengths is a problem, not a shorter list.

**Keys.** A CSV file has none. Give \`key\` for each file in the data map, such as \`[customer_id]\`; without, a row is known by its whole text.

**Time.** Everything is text. Retention needs days and instants: load such files into a database, or make them a task for a person.

**Limits.** There is no transaction over several files: a request that is stopped goes on where it was. While a program writes to the same file, Avouch gives a conflict and changes nothing.`;
