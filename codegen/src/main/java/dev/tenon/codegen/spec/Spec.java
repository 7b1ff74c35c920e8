package dev.tenon.codegen.spec;

import java.util.List;
import java.util.Map;

/**
 * All entries of the spec files of one library.
 *
 * @param ops the operators, in the order of the files
 * @param updates the optimizers, in the order of the files
 * @param enums the shared enums by name (as written, PascalCase) with their lower-case constants
 * @param groups the titles under which the reference lists the operators of a file, by the file's name
 */
public record Spec(List<OpEntry> ops, List<UpdateEntry> updates, Map<String, List<String>> enums, Map<String, String> groups) {
    /** The title for an operator: its file's, or else the file's name. */
    public String group(OpEntry op) {
        var file = op.at().file();
        var name = file.substring(file.lastIndexOf('/') + 1);
        return groups.getOrDefault(file, name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name);
    }
}
