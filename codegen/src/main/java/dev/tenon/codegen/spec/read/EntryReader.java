package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.spec.Autocast;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.OpHead;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Signature;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an entry of its fields, and reports what has the wrong form. Whether the parts fit together is asked by the checks. */
final class EntryReader {
    private final SourceText key;
    private final Fields fields;
    private final Map<String, List<String>> enums;
    private final EarlierFormulas formulas;
    private final Diagnostics diagnostics;
    private final PhraseReader phrases;

    EntryReader(SourceText key, Fields fields, Map<String, List<String>> enums, EarlierFormulas formulas, Diagnostics diagnostics) {
        this.key = key;
        this.fields = fields;
        this.enums = enums;
        this.formulas = formulas;
        this.diagnostics = diagnostics;
        this.phrases = new PhraseReader(diagnostics);
    }

    /** The entry, or null if its kind, its signature or what it computes is not known. */
    @Nullable OpEntry read() {
        checkKeys(key, fields, diagnostics);
        var kind = kind();
        var sigText = required("sig");
        var sig = sigText == null ? null : SigReader.parse(sigText, enums, diagnostics);
        if (kind == null || sig == null) {
            readWithoutSignature();
            return null;
        }
        checkKind(kind, key, fields, diagnostics);
        return entry(kind, sig);
    }

    /** Expressions are still parsed, so that their mistakes are told in the same build. */
    private void readWithoutSignature() {
        fields.exprOrExprs("formula");
        fields.exprs("grad");
        fields.exprs("backward");
        if (fields.has("body")) {
            fields.expr("body");
        }
    }

    private @Nullable OpEntry entry(Kind kind, SigReader.Parsed sig) {
        var lets = new Lets(fields.exprs("let"));
        return new KindReader(fields, lets, formulas, diagnostics).read(kind, head(sig, lets));
    }

    private OpHead head(SigReader.Parsed sig, Lets lets) {
        var signature = sig.signature();
        return new OpHead(key.value(), signature, text("doc"), source(), javaName(), recordName(), fields.textOrTexts("grad_fn"),
            javaNames("aliases"), fields.strings("names"), fields.strings("legacy"), fields.flag("fluent", true), requires(lets),
            lets.beforeIfGiven(shape(signature)), fields.has("dtype") ? lets.beforeIfGiven(fields.expr("dtype")) : sig.dtype(),
            fields.textOrTexts("nograd"), fields.textOrTexts("surrogate"), fields.textOrTexts("missing"), fields.text("example"),
            fields.flag("internal", false),
            fields.exprs("fixed"), autocast(), new LayerReader(key, fields, signature, javaName(), enums, diagnostics).read(), key.at(0));
    }

    private @Nullable Autocast autocast() {
        var text = fields.text("autocast");
        if (text == null) {
            return null;
        }
        for (var autocast : Autocast.values()) {
            if (autocast.text().equals(text.value())) {
                return autocast;
            }
        }
        diagnostics.report(Diagnostic.EXPRESSION, text.at(0), "lower or float32", "'" + text.value() + "'",
            "write one of them, or leave the key out where promotion says the dtype");
        return null;
    }

    /** A file's source is for the operators that users call, each under its own name. */
    private @Nullable String source() {
        var text = fields.string("source");
        if (text == null || !fields.isOwn("source") && fields.flag("internal", false)) {
            return null;
        }
        int tag = key.value().indexOf('/');
        return text.replace("{name}", tag < 0 ? key.value() : key.value().substring(0, tag));
    }

    private String text(String name) {
        var text = fields.string(name);
        return text == null ? "" : text;
    }

    /** Reports keys that no entry has, and a name that cannot be one. */
    static void checkKeys(SourceText key, Fields fields, Diagnostics diagnostics) {
        for (var name : fields.keys()) {
            if (!EntryKeys.isKnown(name)) {
                var field = fields.field(name);
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_KEY, field == null ? key.at(0) : field.at(), name, EntryKeys.all(),
                    "the entry '" + key + "'", String.join(", ", EntryKeys.all()));
            }
        }
        if (!key.value().matches("(?=[_0-9]*[A-Za-z])[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*(/\\w+)?")) {
            diagnostics.report(Diagnostic.JAVA_NAME, key.at(0), key.value(), "name of an operator",
                "write a name of letters, digits and '_', with a tag for an overload: 'max/dim'");
        }
    }

    private @Nullable SourceText required(String name) {
        var text = fields.text(name);
        if (text == null && !fields.has(name)) {
            diagnostics.report(Diagnostic.MISSING_KEY, key.at(0), key.value(), name, EntryKeys.example(name));
        }
        return text;
    }

    private @Nullable Kind kind() {
        var text = required("kind");
        if (text == null) {
            return null;
        }
        for (var kind : Kind.values()) {
            if (kind.text().equals(text.value())) {
                return kind;
            }
        }
        var known = Arrays.stream(Kind.values()).map(Kind::text).toList();
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_KIND, text.at(0), text.value(), known);
        return null;
    }

    /** Reports keys of other kinds, and the lack of the one that says what the entry computes. */
    static void checkKind(Kind kind, SourceText key, Fields fields, Diagnostics diagnostics) {
        for (var name : fields.keys()) {
            var field = fields.field(name);
            if (field == null || !EntryKeys.isKnown(name) || EntryKeys.belongs(name, kind)) {
                continue;
            }
            if (kind != Kind.UPDATE && (name.equals("grad") || name.equals("adjoint"))) {
                diagnostics.report(Diagnostic.GRADIENT_KEY, field.at(), name, kind.text());
            } else {
                diagnostics.report(Diagnostic.FOREIGN_KEY, field.at(), name, kind.text(), EntryKeys.kinds(name));
            }
        }
        var essential = EntryKeys.essential(kind);
        boolean said = fields.has(essential) || kind == Kind.COMPOSITE && fields.has("java_body");
        if (!said) {
            diagnostics.report(Diagnostic.MISSING_KEY, key.at(0), key.value(), essential, EntryKeys.example(essential));
        }
        if (kind == Kind.COMPOSITE && fields.has("body") && fields.has("java_body")) {
            diagnostics.report(Diagnostic.SECOND_BODY, fields.at("java_body", key.at(0)), key.value());
        }
        checkFused(kind, fields, diagnostics);
    }

    /** A composite may have a kernel for its value, and what has its own kernel one for its gradient. */
    private static void checkFused(Kind kind, Fields fields, Diagnostics diagnostics) {
        if (!EntryKeys.belongs("fused", kind)) {
            return;
        }
        var allowed = kind == Kind.COMPOSITE ? "forward" : "backward";
        var text = fields.isText("fused") && kind != Kind.COMPOSITE ? fields.text("fused") : null;
        if (text != null) {
            diagnostics.report(Diagnostic.FUSED, text.at(0), "a kernel for the value", kind.text(), allowed);
        }
        if (fields.isText("fused")) {
            return;
        }
        fields.each("fused", (name, _) -> {
            if (!name.value().equals(allowed)) {
                diagnostics.report(Diagnostic.FUSED, name.at(0), "'" + name.value() + "'", kind.text(), allowed);
            }
        });
    }

    private String javaName() {
        var text = fields.text("java");
        return text == null ? JavaNames.method(key.value()) : javaName(text);
    }

    private String recordName() {
        var text = fields.text("record");
        if (text == null) {
            return JavaNames.record(key.value());
        }
        if (!text.value().matches("[A-Z][A-Za-z0-9]*")) {
            diagnostics.report(Diagnostic.JAVA_NAME, text.at(0), text.value(), "name for a Java record",
                "write a name of letters and digits that begins with a capital");
        }
        return text.value();
    }

    private String javaName(SourceText text) {
        if (!text.value().matches("[A-Za-z_]\\w*") || JavaNames.isKeyword(text.value())) {
            diagnostics.report(Diagnostic.JAVA_NAME, text.at(0), text.value(), "name for a Java method",
                "write a name of letters and digits that is no keyword of Java or Kotlin");
        }
        return text.value();
    }

    private List<String> javaNames(String name) {
        return fields.texts(name).stream().map(this::javaName).toList();
    }

    private List<Require> requires(Lets lets) {
        var requires = new ArrayList<Require>();
        for (var text : fields.texts("require")) {
            for (var require : phrases.requires(text)) {
                requires
                    .add(new Require(lets.before(require.condition()), require.message(), require.hint(), require.text(), require.at()));
            }
        }
        return requires;
    }

    /** The value may lack behind {@code let} lines where the signature has the result's sizes. */
    private @Nullable Expr shape(Signature sig) {
        var text = fields.text("shape");
        if (text == null) {
            return null;
        }
        boolean sizes = sig.results().stream().anyMatch(result -> result.dims() != null);
        return sizes ? Parser.parseLets(text, diagnostics) : Parser.parse(text, diagnostics);
    }
}
