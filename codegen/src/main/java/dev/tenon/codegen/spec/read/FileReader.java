package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.check.NameCheck;
import dev.tenon.codegen.spec.yaml.Fields;
import dev.tenon.codegen.spec.yaml.MixinReader;
import dev.tenon.codegen.spec.yaml.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads one spec file: first its enums, then, when those of all files are known, its entries. */
final class FileReader {
    static final Set<String> TOP = new LinkedHashSet<>(List.of("group", "source", "enums", "mixins", "missing", "ops"));

    private final Map<String, YamlFile.Field> top;
    private final YamlFile file;
    private final Diagnostics diagnostics;
    private final List<UpdateEntry> updates = new ArrayList<>();

    FileReader(SourceFile source, Diagnostics diagnostics) {
        this.file = new YamlFile(source, diagnostics);
        this.diagnostics = diagnostics;
        this.top = file.top();
        for (var field : top.values()) {
            if (!TOP.contains(field.key().value())) {
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_KEY, field.at(), field.key().value(), TOP, "a spec file",
                    String.join(", ", TOP));
            }
        }
    }

    private Map<String, YamlFile.Field> section(String name) {
        var field = top.get(name);
        return field == null ? Map.of() : file.map(field.value(), name);
    }

    /** Adds the title under which the reference lists this file's operators, if it names one. */
    void addGroup(Map<String, String> groups) {
        var field = top.get("group");
        var text = field == null ? null : file.text(field.value(), "group");
        if (field != null && text != null) {
            groups.put(field.at().file(), text.value());
        }
    }

    /**
     * Adds the constants of the file's enums, by name.
     *
     * @param used the enums of libraries in use, whose operators take those
     */
    void addEnums(Map<String, List<String>> enums, Set<String> used) {
        section("enums").forEach((name, field) -> {
            if (!name.matches("[A-Z][A-Za-z0-9]*")) {
                diagnostics.report(Diagnostic.JAVA_NAME, field.at(), name, "name of an enum", "write it with a capital: 'Reduction'");
            }
            NameCheck.checkClass(name, "an enum", field.at(), diagnostics);
            if (used.contains(name)) {
                diagnostics.report(Diagnostic.TAKEN_NAME, field.at(), "the name", name, "that of an enum of a library in use",
                    "take another, such as 'My" + name + "', or remove this one to use that");
            }
            var constants = constants(file.texts(field.value(), name));
            NameCheck.checkConstants(constants, field.at(), diagnostics);
            if (enums.putIfAbsent(name, constants) != null) {
                diagnostics.report(Diagnostic.DUPLICATE_NAME, field.at(), name);
            }
        });
    }

    private List<String> constants(List<SourceText> texts) {
        var constants = new ArrayList<String>();
        for (var text : texts) {
            if (!text.value().matches("[a-z][a-z0-9_-]*")) {
                diagnostics.report(Diagnostic.JAVA_NAME, text.at(0), text.value(), "constant of an enum", "write it in small letters");
            } else if (constants.contains(text.value())) {
                diagnostics.report(Diagnostic.DUPLICATE_NAME, text.at(0), text.value());
            } else {
                constants.add(text.value());
            }
        }
        return List.copyOf(constants);
    }

    /** An entry, and the fields it was made of. */
    record Read(OpEntry entry, Fields fields) {}

    /** The file's optimizers, when its entries were read. */
    List<UpdateEntry> updates() {
        return updates;
    }

    /** The file's operators, as far as they could be read. */
    List<Read> entries(Map<String, List<String>> enums) {
        var mixins = new MixinReader(section("mixins"), diagnostics);
        var entries = new ArrayList<Read>();
        var formulas = new EarlierFormulas();
        var missing = top.get("missing");
        var source = top.get("source");
        for (var field : section("ops").values()) {
            var own = file.map(field.value(), "the entry '" + field.key() + "'");
            if (!(field.value() instanceof MappingNode)) {
                continue;
            }
            var merged = new LinkedHashMap<>(mixins.merged(own));
            if (source != null) {
                merged.putIfAbsent("source", source);
            }
            if (missing != null && merged.containsKey("kernels")) {
                merged.putIfAbsent("missing", missing);
            }
            var fields = new Fields(merged, own.keySet(), diagnostics);
            if (UpdateReader.isUpdate(fields)) {
                var update = new UpdateReader(field.key(), fields, diagnostics).read();
                if (update != null) {
                    updates.add(update);
                }
                continue;
            }
            var entry = new EntryReader(field.key(), fields, enums, formulas, diagnostics).read();
            if (entry != null) {
                formulas.add(entry);
                entries.add(new Read(entry, fields));
            }
        }
        mixins.reportIdle();
        return entries;
    }
}
