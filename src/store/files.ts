/** The few file operations the store needs; native/ brings them, so that src/ runs in a browser too. */
export interface Files {
  /** Creates a folder and its parents. */
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, or undefined when there is no such folder. */
  list(path: string): Promise<string[] | undefined>;
  /** Writes a whole file under a temporary name and renames it: a reader never sees half a file. */
  write(path: string, content: string): Promise<void>;
  remove(path: string): Promise<void>;
}
