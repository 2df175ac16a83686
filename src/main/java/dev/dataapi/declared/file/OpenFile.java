package dev.dataapi.declared.file;

import java.util.List;

/**
 * A file while it is read.
 *
 * @param name its path, for errors
 * @param lines its lines
 * @param errors told what is wrong in it
 * @param files reads the files that it names
 */
record OpenFile(String name, List<String> lines, FileErrors errors, ReadFiles files) {
}
