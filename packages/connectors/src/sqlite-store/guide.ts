/** How to let Avouch work on a SQLite file, and on nothing else. */
export const guide = `Avouch opens one file. The operator of the server allows its folder first, with \`AVOUCH_STORE_FOLDERS=/srv/app\`: nobody can reach other files through these settings.

**Reading** needs the right to read the file. The SQLite inside Avouch does not see the locks of other programs. It looks before and after each work whether the file changed, and gives a conflict if it did; a write-ahead log that is not empty, or a journal, is a problem, never an older state.

**Changing** needs the right to write the file and its folder, and that **no other program has the file open** meanwhile: stop your app, or let Avouch work on a file that only Avouch writes. Say so under *Alone*; without it nothing is changed. Two programs that do not see each other's locks would damage the file.

**Types.** SQLite keeps in a column what it is given. A value that is not what the column is declared for comes as what it is, and matches nothing that is asked for in the declared type. Instants that are numbers need their unit in the settings.

**Copies.** Deleted rows stay in free pages until they are written over: run \`pragma secure_delete = on\` in your app, or \`vacuum\` after erasures. Full-text tables keep texts of their own; they are not read.`;
