package dev.tenon.codegen.spec;

import java.util.List;
import java.util.Map;

/**
 * All entries of the spec files of one library.
 *
 * @param ops the entries, in the order of the files
 * @param enums the shared enums by name (as written, PascalCase) with their lower-case constants
 */
public record Spec(List<OpEntry> ops, Map<String, List<String>> enums) {}
