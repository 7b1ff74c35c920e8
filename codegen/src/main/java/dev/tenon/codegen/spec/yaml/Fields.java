package dev.tenon.codegen.spec.yaml;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The fields of one entry, mixins included, read as the types they must have; what has another type is reported and left out. */
public final class Fields {
    private final Map<String, YamlFile.Field> fields;
    private final Set<String> own;
    private final Diagnostics diagnostics;

    /** @param own the keys of the entry itself */
    public Fields(Map<String, YamlFile.Field> fields, Set<String> own, Diagnostics diagnostics) {
        this.fields = fields;
        this.own = own;
        this.diagnostics = diagnostics;
    }

    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** Whether the entry itself has a key, and no mixin or file lent it. */
    public boolean isOwn(String key) {
        return own.contains(key);
    }

    public Set<String> keys() {
        return fields.keySet();
    }

    public YamlFile.@Nullable Field field(String key) {
        return fields.get(key);
    }

    /** Where a key is written. */
    public Position at(String key, Position otherwise) {
        var field = fields.get(key);
        return field == null ? otherwise : field.at();
    }

    /** Where a key inside a map is written. */
    public Position at(String key, String inner, Position otherwise) {
        var field = fields.get(key);
        if (field == null || !(field.value() instanceof MappingNode)) {
            return otherwise;
        }
        var found = field.file().map(field.value(), key).get(inner);
        return found == null ? otherwise : found.at();
    }

    public @Nullable SourceText text(String key) {
        var field = fields.get(key);
        return field == null ? null : field.file().text(field.value(), key);
    }

    public @Nullable String string(String key) {
        var text = text(key);
        return text == null ? null : text.value();
    }

    public boolean flag(String key, boolean otherwise) {
        var text = text(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.value().equals("true") && !text.value().equals("false")) {
            diagnostics.report(Diagnostic.NODE, text.at(0), "'" + key + "'", "true or false", "true or false");
        }
        return text.value().equals("true");
    }

    public List<String> strings(String key) {
        return texts(key).stream().map(SourceText::value).toList();
    }

    public List<SourceText> texts(String key) {
        var field = fields.get(key);
        return field == null ? List.of() : field.file().texts(field.value(), key);
    }

    public @Nullable Expr expr(String key) {
        var text = text(key);
        return text == null ? null : Parser.parse(text, diagnostics);
    }

    /** Calls back with every key and value of a map. */
    public void each(String key, BiConsumer<SourceText, SourceText> visitor) {
        var field = fields.get(key);
        if (field == null) {
            return;
        }
        for (var inner : field.file().map(field.value(), key).values()) {
            var value = inner.file().text(inner.value(), inner.key().value());
            if (value != null) {
                visitor.accept(inner.key(), value);
            }
        }
    }

    public boolean isText(String key) {
        var field = fields.get(key);
        return field != null && field.value() instanceof ScalarNode;
    }

    /** A map of expressions. */
    public Map<String, Expr> exprs(String key) {
        Map<String, Expr> exprs = new LinkedHashMap<>();
        each(key, (name, text) -> {
            var expr = Parser.parse(text, diagnostics);
            if (expr != null) {
                exprs.put(name.value(), expr);
            }
        });
        return exprs;
    }

    /** One expression under the key {@code ""}, or a map of expressions. */
    public Map<String, Expr> exprOrExprs(String key) {
        if (!isText(key)) {
            return exprs(key);
        }
        var expr = expr(key);
        return expr == null ? Map.of() : Map.of("", expr);
    }

    /** One text under the key {@code "*"}, or a map of texts. */
    public Map<String, String> textOrTexts(String key) {
        if (isText(key)) {
            var text = string(key);
            return text == null ? Map.of() : Map.of("*", text);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        each(key, (name, text) -> texts.put(name.value(), text.value()));
        return texts;
    }
}
