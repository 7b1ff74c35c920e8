package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.body.RequireCode;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.Overload;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.emit.shape.RuleSubject;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.ShapeFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Javadoc of generated members: what the operator computes, its formula, parameters, result, errors and source. */
public final class Javadocs {
    private static final int LINE = 120;

    private Javadocs() {}

    /** For the record of attributes. */
    static CodeBlock record(OpEntry op) {
        var text = CodeBlock.builder().add("$L", wrapped("Attributes of {@code " + op.key() + "}. " + escape(op.doc())));
        var params = op.sig().attributes();
        if (!params.isEmpty()) {
            text.add("\n");
        }
        params.forEach(param -> text.add("\n@param $L $L", param.javaName(), describe(param)));
        return text.build();
    }

    /** For the method with all parameters. */
    static CodeBlock method(OpEntry op, List<Param> shown, String before) {
        var text = CodeBlock.builder().add("$L\n", wrapped(before + escape(op.doc())));
        formulas(op).forEach(formula -> text.add("<p>$L\n", wrapped("{@code " + formula + "}")));
        parameters(op, shown, text);
        errors(op).forEach(error -> text.add("@throws $L\n", error));
        if (op.source() != null) {
            text.add(source(op.source()));
        }
        return text.build();
    }

    private static void parameters(OpEntry op, List<Param> shown, CodeBlock.Builder text) {
        text.add("\n");
        shown.forEach(param -> text.add("@param $L $L\n", param.javaName(), describe(param)));
        text.add("@return $L\n", result(op));
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    /** For the class of a layer. */
    public static CodeBlock layer(LayerModel layer) {
        var op = layer.op();
        var text = CodeBlock.builder().add("$L\n<p>The layer of the operator {@code $L}$L.\n", wrapped(escape(op.doc())), op.key(),
            fixed(layer));
        if (layer.draws()) {
            text.add("In evaluation it changes nothing; in training it draws from a generator of its own.\n");
        }
        return op.source() == null ? text.build() : text.add("\n").add(source(op.source())).build();
    }

    private static String fixed(LayerModel layer) {
        var values = layer.spec().fixed().entrySet().stream().map(each -> each.getKey() + " = " + Printer.print(each.getValue()))
            .collect(Collectors.joining(", "));
        return values.isEmpty() ? "" : " with {@code " + values + "}";
    }

    /** For the constructor with all arguments. */
    public static CodeBlock constructor(LayerModel layer) {
        var text = CodeBlock.builder().add("With these arguments.\n\n");
        layer.positional().forEach(param -> text.add("@param $L $L\n", param.javaName(), describe(param)));
        if (layer.hasOptions()) {
            text.add("@param options what changes the defaults\n");
        }
        return layer.positional().isEmpty() && !layer.hasOptions() ? CodeBlock.of("") : text.build();
    }

    /** For the record of a layer's options. */
    public static CodeBlock options(LayerModel layer) {
        var text = CodeBlock.builder().add("How {@link $L} works.\n", layer.name());
        layer.optional().forEach(param -> text.add("\n@param $L $L", param.javaName(), describe(param)));
        return text.build();
    }

    /** For a method that makes or declares a layer. */
    public static CodeBlock made(LayerModel layer) {
        return CodeBlock.of("{@link $T}: $L\n", layer.type(), wrapped(escape(firstSentence(layer.op().doc()))));
    }

    private static String firstSentence(String doc) {
        var line = doc.strip().replaceAll("\\s+", " ");
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end + 1);
    }

    /** For a method that leaves out parameters, or takes them in another form. */
    static CodeBlock variant(Overload overload, List<Param> shown, CodeBlock link, String before) {
        var text = CodeBlock.builder();
        if (!before.isEmpty()) {
            text.add("$L\n", before.strip());
        }
        text.add("The same as {@link $L}", link);
        var omitted = overload.omitted().stream().map(p -> p.javaName() + " = " + Printer.print(Types.defaultValue(p)))
            .collect(Collectors.joining(", "));
        if (!omitted.isEmpty()) {
            text.add("\nwith $L", wrapped("{@code " + omitted + "}"));
        }
        var forms = overload.given().stream().map(Javadocs::form).filter(form -> !form.isEmpty()).collect(Collectors.joining(", "));
        if (!forms.isEmpty()) {
            text.add("$L$L", omitted.isEmpty() ? "\nfor " : ", for ", forms);
        }
        text.add(".\n");
        parameters(overload.op(), shown, text);
        return text.build();
    }

    private static String form(Overload.Argument argument) {
        var name = "{@code " + argument.param().javaName() + "}";
        return switch (argument.form()) {
            case NUMBER -> "a number as " + name;
            case INTEGRAL, REAL -> argument.isNumber() ? "a number as " + name : "";
            case SINGLE -> "one integer as " + name;
            case PRIMITIVE, PLAIN, ARRAY, VARARGS -> "";
        };
    }

    /** Text in lines that a page holds. */
    public static String wrapped(String text) {
        var lines = new StringBuilder();
        int length = 0;
        for (var word : text.split("\\s+")) {
            if (length > 0) {
                boolean full = length + word.length() > LINE;
                lines.append(full ? '\n' : ' ');
                length = full ? 0 : length + 1;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }

    private static List<String> formulas(OpEntry op) {
        var lines = new ArrayList<String>();
        if (!(op instanceof OpEntry.Pointwise pointwise)) {
            return lines;
        }
        pointwise.formula().forEach((constant, formula) -> lines.add(op.sig().results().getFirst().name() + " = " + Printer.print(formula)
            + (constant.isEmpty() ? "" : " for " + constant)));
        return lines;
    }

    /** One line on a parameter: its class, shape and default. */
    public static String describe(Param param) {
        var kind = switch (param.type()) {
            case ParamType.TensorType tensor -> tensor(tensor);
            case ParamType.Attribute attribute -> attribute(attribute);
        };
        if (param.defaultValue() == null) {
            return kind;
        }
        return kind + "; {@code " + Printer.print(param.defaultValue()) + "} if left out";
    }

    private static String tensor(ParamType.TensorType tensor) {
        var dtypes = switch (tensor.letter()) {
            case 'F' -> "of a floating dtype";
            case 'W' -> "of dtype float64 or float32";
            case 'I' -> "of an integer dtype";
            case 'Q' -> "of an integer dtype or bool";
            case 'B' -> "of dtype bool";
            case 'N' -> "of any dtype but bool";
            default -> "of any dtype";
        };
        var noun = tensor.list() ? "tensors " : "a tensor ";
        var shape = tensor.dims() == null ? ""
            : ", {@code [" + tensor.dims().stream().map(Printer::print).collect(Collectors.joining(", ")) + "]}";
        return noun + dtypes + shape + (tensor.orNumber() ? ", or a number" : "") + (tensor.optional() ? ", or null" : "");
    }

    private static String attribute(ParamType.Attribute attribute) {
        var noun = switch (attribute.kind()) {
            case NUM -> "a number";
            case FLOAT -> "a real number";
            case INT -> "an integer";
            case BOOL -> "true or false";
            case INTS -> attribute.length() > 0 ? "one integer, or " + attribute.length() : "integers";
            case FLOATS -> "real numbers";
            case DIMS -> "dimensions, negative ones counted from the last; null for all";
            case DTYPE -> "a dtype";
            case DEVICE -> "a device";
            case TEXT -> "a text";
            case INDEX -> "positions, ranges, new dimensions, index tensors and masks";
            case ENUM -> "one of {@code " + String.join(", ", attribute.constants()) + "}";
        };
        boolean saysNull = attribute.kind() == ParamType.Attribute.Kind.DIMS;
        return noun + (attribute.nullable() && !saysNull ? ", or null" : "");
    }

    private static String result(OpEntry op) {
        if (op.sig().listResult()) {
            return "a list of tensors";
        }
        var results = op.sig().results();
        if (results.size() > 1) {
            return "the tensors " + results.stream().map(r -> "{@code " + r.name() + "}").collect(Collectors.joining(", "));
        }
        var result = results.getFirst();
        var shape = result.dims() == null ? ""
            : ", {@code [" + result.dims().stream().map(Printer::print).collect(Collectors.joining(", ")) + "]}";
        return "a tensor" + switch (result.dtype()) {
            case "bool" -> " of dtype bool";
            case "int64" -> " of dtype int64";
            default -> "";
        } + shape;
    }

    /** Whether a method in Java says the shapes. */
    private static boolean hasRule(OpEntry op) {
        return op instanceof OpEntry.View || op instanceof OpEntry.Primitive primitive && primitive.rule() != null;
    }

    private static List<String> errors(OpEntry op) {
        var errors = new ArrayList<String>();
        var letters = op.sig().tensors().stream().map(p -> p.tensor().letter()).collect(Collectors.toSet());
        if (letters.stream().anyMatch(letter -> "FWIQBN".indexOf(letter) >= 0)) {
            errors.add("dev.tenon.core.DTypeException if an operand has another dtype");
        }
        if (op.sig().tensors().size() > 1 || hasRule(op) || op.sig().tensors().stream().anyMatch(
            p -> p.tensor().dims() != null || p.tensor().list())) {
            errors.add("dev.tenon.core.ShapeException if the shapes do not fit");
        }
        op.requires()
            .forEach(require -> errors.add((op instanceof OpEntry.Composite ? RequireCode.exception(require.condition()).canonicalName()
                : "dev.tenon.core." + new RuleSubject(op).of(require.condition()).exception()) + " unless {@code " + require.line() + "}"
                + meaning(require)));
        return errors;
    }

    private static String meaning(Require require) {
        var check = ShapeFunction.check(require.condition());
        return check == null ? "" : ", that is: " + check.meaning().replace("<", "&lt;");
    }

    /** A source that names an address is linked; others are told. */
    public static CodeBlock source(String source) {
        var address = Pattern.compile("https?://\\S+").matcher(source);
        var arxiv = Pattern.compile("arXiv:(\\d+\\.\\d+)").matcher(source);
        if (address.find()) {
            return CodeBlock.of("@see <a href=$S>$L</a>\n", escape(address.group()).replace("\"", "%22"), escape(source));
        }
        return arxiv.find() ? CodeBlock.of("@see <a href=$S>$L</a>\n", "https://arxiv.org/abs/" + arxiv.group(1), escape(source))
            : CodeBlock.of("@see $S\n", escape(source));
    }

    /** Plain text for Javadoc: no tag, and nothing that ends the comment, be it by an escape of Unicode, which Java reads everywhere. */
    public static String escape(String text) {
        return text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;").replace("*/", "*&#47;")
            .replace("\\", "&#92;");
    }
}
