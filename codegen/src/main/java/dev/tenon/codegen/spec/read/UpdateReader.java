package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Signature;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.check.UpdateCheck;
import dev.tenon.codegen.spec.types.Forms;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an optimizer of an entry's fields, and reports what has the wrong form. Whether the parts fit together is asked by {@link UpdateCheck}. */
final class UpdateReader {
    private static final String NUMBER = "(-?[0-9.]+(?:[eE]-?[0-9]+)?)";
    private static final Pattern SETTING = Pattern.compile("(.*?)(?:,\\s+(at least|above)\\s+" + NUMBER + "|,\\s+in\\s+([\\[(])"
        + NUMBER + ",\\s*" + NUMBER + "([\\])]))?", Pattern.DOTALL);
    /** The end of an explanation that speaks of bounds in other words. */
    private static final Pattern UNREAD_RANGE = Pattern
        .compile("\\s*(?:at |above|below|between|from|in |not |non|greater|less|more|positive|negative|[<>=(\\[]).*", Pattern.DOTALL);

    private final SourceText key;
    private final Fields fields;
    private final Diagnostics diagnostics;
    private final PhraseReader phrases;

    UpdateReader(SourceText key, Fields fields, Diagnostics diagnostics) {
        this.key = key;
        this.fields = fields;
        this.diagnostics = diagnostics;
        this.phrases = new PhraseReader(diagnostics);
    }

    static boolean isUpdate(Fields fields) {
        return Kind.UPDATE.text().equals(fields.string("kind"));
    }

    /** The optimizer, or null if its signature or its class is not known. */
    @Nullable UpdateEntry read() {
        EntryReader.checkKeys(key, fields, diagnostics);
        EntryReader.checkKind(Kind.UPDATE, key, fields, diagnostics);
        var sigText = required("sig");
        var className = required("class");
        var sig = sigText == null ? null : SigReader.parseUpdate(sigText, diagnostics);
        if (sig == null || className == null) {
            return null;
        }
        var settings = settings(sig);
        var java = fields.string("java");
        var doc = fields.string("doc");
        return new UpdateEntry(key.value(), className.value(), java == null ? JavaNames.record(key.value()) : java, doc == null ? "" : doc,
            fields.string("source"), sig, settings, arguments(settings), variants(), requires(), states(), step(), key.at(0));
    }

    private @Nullable SourceText required(String name) {
        var text = fields.text(name);
        if (text == null && !fields.has(name)) {
            diagnostics.report(Diagnostic.MISSING_KEY, key.at(0), key.value(), name, EntryKeys.example(name));
        }
        return text;
    }

    /** The meaning of every setting, and behind a comma its range: {@code the step size, at least 0}. */
    private List<UpdateEntry.Setting> settings(Signature sig) {
        Map<String, SourceText> texts = new LinkedHashMap<>();
        fields.each("settings", (name, text) -> {
            texts.put(name.value(), text);
            if (sig.attributes().stream().noneMatch(param -> param.name().equals(name.value()))) {
                var known = Forms.names(sig.attributes());
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(0), name.value(), known, String.join(", ", known));
            }
        });
        return sig.attributes().stream().map(param -> setting(param, texts.get(param.name()))).toList();
    }

    private UpdateEntry.Setting setting(Param param, @Nullable SourceText text) {
        var phrase = SETTING.matcher(text == null ? "" : text.value().strip());
        if (!phrase.matches()) {
            return new UpdateEntry.Setting(param, "", null);
        }
        UpdateEntry.Range range = null;
        if (phrase.group(2) != null) {
            range = new UpdateEntry.Range(Double.parseDouble(phrase.group(3)), phrase.group(2).equals("at least"),
                Double.POSITIVE_INFINITY, true);
        } else if (phrase.group(4) != null) {
            range = new UpdateEntry.Range(Double.parseDouble(phrase.group(5)), phrase.group(4).equals("["),
                Double.parseDouble(phrase.group(6)), phrase.group(7).equals("]"));
        }
        if (range == null && text != null) {
            requireNoNumber(param, text);
        }
        return new UpdateEntry.Setting(param, phrase.group(1).replaceAll("\\s+", " "), range);
    }

    /** What stands behind the last comma and has a number in it was meant as a range. */
    private void requireNoNumber(Param param, SourceText text) {
        int comma = text.value().lastIndexOf(',');
        var rest = text.value().substring(comma + 1);
        if (comma >= 0 && UNREAD_RANGE.matcher(rest).matches()) {
            diagnostics.report(Diagnostic.RANGE, text.at(comma + 1 + rest.indexOf(rest.strip())), rest.strip(), param.name());
        }
    }

    /** PyTorch's arguments: those that are said to be settings of other names, and the other settings as they are. */
    private List<UpdateEntry.Argument> arguments(List<UpdateEntry.Setting> settings) {
        Map<String, UpdateEntry.Argument> bySetting = new LinkedHashMap<>();
        var field = fields.field("arguments");
        if (field != null) {
            for (var argument : field.file().map(field.value(), "arguments").values()) {
                var named = new ArrayList<UpdateEntry.Setting>();
                for (var name : argument.file().texts(argument.value(), argument.key().value())) {
                    settings.stream().filter(setting -> setting.name().equals(name.value())).findFirst().ifPresentOrElse(named::add,
                        () -> reportSetting(name, settings));
                }
                named.forEach(setting -> {
                    if (bySetting.putIfAbsent(setting.name(), new UpdateEntry.Argument(argument.key().value(), named)) != null) {
                        diagnostics.report(Diagnostic.DUPLICATE_NAME, argument.at(), setting.name());
                    }
                });
            }
        }
        return settings.stream().map(setting -> bySetting.getOrDefault(setting.name(),
            new UpdateEntry.Argument(setting.name(), List.of(setting)))).distinct().toList();
    }

    private void reportSetting(SourceText name, List<UpdateEntry.Setting> settings) {
        var known = settings.stream().map(UpdateEntry.Setting::name).toList();
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(0), name.value(), known, String.join(", ", known));
    }

    private List<UpdateEntry.Variant> variants() {
        var variants = new ArrayList<UpdateEntry.Variant>();
        var field = fields.field("variants");
        if (field != null) {
            for (var variant : field.file().map(field.value(), "variants").values()) {
                Map<String, Expr> defaults = new LinkedHashMap<>();
                for (var value : variant.file().map(variant.value(), variant.key().value()).values()) {
                    var text = value.file().text(value.value(), value.key().value());
                    var expr = text == null ? null : Parser.parse(text, diagnostics);
                    if (expr != null) {
                        defaults.put(value.key().value(), expr);
                    }
                }
                variants.add(new UpdateEntry.Variant(variant.key().value(), defaults, variant.at()));
            }
        }
        return variants;
    }

    private List<Require> requires() {
        var requires = new ArrayList<Require>();
        for (var text : fields.texts("require")) {
            requires.addAll(phrases.requires(text));
        }
        return requires;
    }

    private List<UpdateEntry.State> states() {
        var states = new ArrayList<UpdateEntry.State>();
        fields.each("state", (name, text) -> {
            var state = phrases.state(name, text);
            if (state != null) {
                states.add(state);
            }
        });
        return states;
    }

    private List<UpdateEntry.Statement> step() {
        var text = fields.text("step");
        return text == null ? List.of() : phrases.statements(text);
    }
}
