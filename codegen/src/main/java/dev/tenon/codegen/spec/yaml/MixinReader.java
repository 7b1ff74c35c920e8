package dev.tenon.codegen.spec.yaml;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Merges mixins into entries: an entry's own keys win over those of its mixins, later mixins over earlier ones. */
public final class MixinReader {
    private final Map<String, YamlFile.Field> mixins;
    private final Diagnostics diagnostics;
    private final Set<String> used = new HashSet<>();

    /** @param mixins of the entry's file, by name */
    public MixinReader(Map<String, YamlFile.Field> mixins, Diagnostics diagnostics) {
        this.mixins = mixins;
        this.diagnostics = diagnostics;
    }

    /** The entry's fields with those of its mixins. */
    public Map<String, YamlFile.Field> merged(Map<String, YamlFile.Field> own) {
        return merged(own, new ArrayDeque<>());
    }

    private Map<String, YamlFile.Field> merged(Map<String, YamlFile.Field> own, Deque<String> path) {
        Map<String, YamlFile.Field> merged = new LinkedHashMap<>();
        for (var key : new String[] {"mixin", "mixins"}) {
            var field = own.get(key);
            if (field == null) {
                continue;
            }
            for (var name : field.file().texts(field.value(), key)) {
                var mixin = mixins.get(name.value());
                if (mixin == null) {
                    diagnostics.reportUnknown(Diagnostic.UNKNOWN_MIXIN, name.at(0), name.value(), mixins.keySet());
                } else if (!path.contains(name.value())) {
                    used.add(name.value());
                    path.push(name.value());
                    merged.putAll(merged(mixin.file().map(mixin.value(), "the mixin '" + name + "'"), path));
                    path.pop();
                }
            }
        }
        merged.putAll(own);
        return merged;
    }

    /** Reports mixins that no entry has. */
    public void reportIdle() {
        mixins.forEach((name, field) -> {
            if (!used.contains(name)) {
                diagnostics.report(Diagnostic.IDLE_MIXIN, field.at(), name);
            }
        });
    }
}
