package dev.tenon.codegen.emit.docs;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.api.ApiEmitter;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call of every operator as Java text, which its reference page shows and a generated test runs. The entry's own example is taken, or one
 * is made from the signature: small tensors, and a value for every attribute that has no default.
 */
public final class Examples {
    /** Sizes that symbols of a signature have in examples; all others are 2. */
    private static final Map<String, Long> SIZES = Map.of("H", 4L, "W", 4L, "L", 4L, "D", 4L);
    private static final Pattern CLASS_NAME = Pattern.compile("(?<![\\w.\"])[A-Z]\\w*");

    /** What an operator is given whose text may be any. */
    public static final String TEXT = "\"text\"";

    private final Library library;
    private final Types types;
    private final Map<String, ClassName> classes = new HashMap<>();

    public Examples(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
        learn(Names.DTYPE);
        learn(Names.TENSOR);
        learn(Names.LIST_CLASS);
        learn(library.api());
        for (var op : library.spec().ops()) {
            op.sig().attributes().stream().filter(p -> p.attribute().kind() == ParamType.Attribute.Kind.ENUM)
                .forEach(p -> learn(types.enumClass(op, library.records(), p).topLevelClassName()));
        }
    }

    private void learn(ClassName name) {
        classes.put(name.simpleName(), name);
    }

    /** Statements that print the results; null if the signature does not say enough and the entry has none of its own. */
    public @Nullable String of(OpEntry op) {
        if (op.example() != null) {
            var own = op.example().value();
            return own.endsWith(";") ? own : "println(" + own + ");";
        }
        return made(op);
    }

    /** As a page shows it: below the imports that it needs beside the one of everything. */
    @Nullable String shown(OpEntry op) {
        var text = of(op);
        if (text == null) {
            return null;
        }
        var imports = imports(text);
        return imports + (imports.isEmpty() ? "" : "\n") + text;
    }

    /** The imports that an example needs, each in a line; none if it needs no other than the one of everything. */
    public String imports(String example) {
        var imports = new TreeSet<String>();
        CLASS_NAME.matcher(example).results().map(word -> classes.get(word.group())).filter(name -> name != null)
            .forEach(name -> imports.add("import " + name.canonicalName() + ";\n"));
        return String.join("", imports);
    }

    /** As a generated method has it, which imports the classes. */
    public CodeBlock code(String example) {
        var code = CodeBlock.builder();
        var words = CLASS_NAME.matcher(example);
        int from = 0;
        while (words.find()) {
            var name = classes.get(words.group());
            if (name != null) {
                code.add("$L$T", example.substring(from, words.start()), name);
                from = words.end();
            }
        }
        return code.add("$L\n", example.substring(from)).build();
    }

    // ---- made from a signature --------------------------------------------------------------------------------------

    private @Nullable String made(OpEntry op) {
        var statements = new ArrayList<String>();
        var arguments = new ArrayList<String>();
        var tensors = new ExampleTensors(op);
        var self = ApiEmitter.isFluent(op) && library.fluent() != null ? op.sig().tensors().getFirst() : null;
        var given = given(op);
        for (var param : given) {
            var value = param.isTensor() ? tensors.next(param) : attribute(op, param, param.equals(given.getLast()));
            if (value == null) {
                return null;
            }
            if (param.isTensor()) {
                statements.add("var " + param.javaName() + " = " + value + ";");
            }
            if (!param.equals(self)) {
                arguments.add(param.isTensor() ? param.javaName() : value);
            }
        }
        var owner = self != null ? self.javaName() + "." : library.fluent() == null ? library.api().simpleName() + "." : "";
        printed(op, owner + op.javaName() + "(" + String.join(", ", arguments) + ")", statements);
        return String.join("\n", statements);
    }

    private static void printed(OpEntry op, String call, List<String> statements) {
        if (op.sig().results().size() == 1) {
            statements.add("println(" + call + ");");
            return;
        }
        statements.add("var result = " + call + ";");
        op.sig().results().forEach(result -> statements.add("println(result." + Names.camel(result.name()) + "());"));
    }

    /** The parameters up to the last that must be given, and an only one in any case. */
    private static List<Param> given(OpEntry op) {
        var params = op.sig().params();
        int count = params.size();
        while (count > 0 && Types.hasDefault(params.get(count - 1))) {
            count--;
        }
        return params.subList(0, count == 0 && params.size() == 1 ? 1 : count);
    }

    private @Nullable String attribute(OpEntry op, Param param, boolean last) {
        var attribute = param.attribute();
        return switch (attribute.kind()) {
            case NUM, FLOAT -> "0.5";
            case INT -> param.name().startsWith("dim") ? "0" : "1";
            case BOOL -> "true";
            case INTS -> integers(attribute.length() > 0 ? "1" : "2, 2", last || attribute.length() > 0);
            case FLOATS -> "new double[] {0.5, 2}";
            case DIMS -> integers("0", last);
            case DTYPE -> "DType.FLOAT64";
            case DEVICE -> "cpu()";
            case ENUM -> enumName(op, param) + "." + Names.constant(attribute.constants().getFirst());
            case INDEX -> "at(0)";
            case TEXT -> needsOwn(op) ? null : TEXT;
        };
    }

    /** Whether only the entry knows which text it takes. No formula reads one. */
    public static boolean needsOwn(OpEntry op) {
        return !(op instanceof OpEntry.Pointwise) && !(op instanceof OpEntry.Reduction)
            && given(op).stream().anyMatch(param -> !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.TEXT);
    }

    private static String integers(String values, boolean plain) {
        return plain ? values : "new long[] {" + values + "}";
    }

    private String enumName(OpEntry op, Param param) {
        return types.enumClass(op, library.records(), param).simpleNames().stream().collect(Collectors.joining("."));
    }

    /** Sizes for a shape of symbols. */
    static List<Long> sizes(ParamType.TensorType type) {
        return type.dims() == null ? List.of() : type.dims().stream().map(dim -> SIZES.getOrDefault(Printer.print(dim), 2L)).toList();
    }
}
