package dev.tenon.codegen.diagnostic;

/**
 * A place in a spec file.
 *
 * @param file the name of the file, as the user wrote it
 * @param line counted from 1; 0 for a node that no file holds, such as a derivative
 * @param column counted from 1, in characters
 */
public record Position(String file, int line, int column) {
    /** Of nodes that were computed, not written. */
    public static final Position NONE = new Position("", 0, 0);

    /** This position moved to the right on its line. */
    public Position right(int characters) {
        return new Position(file, line, column + characters);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
