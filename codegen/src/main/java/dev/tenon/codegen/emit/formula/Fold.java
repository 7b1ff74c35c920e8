package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reduction ready to be written: its parts simplified, what is the same for every element named.
 *
 * @param op the operator
 * @param record the record that calls it
 * @param inputs the elements in {@code map}
 * @param order Java text for the order of a norm from the record {@code op}; null for other reductions
 * @param uniforms by their names in the parts
 */
public record Fold(OpEntry.Reduction op, ClassName record, List<Input> inputs, Expr init, Expr map, Expr combine, @Nullable Expr finish,
    @Nullable CodeBlock order, Map<String, Uniform> uniforms) {
    private static final Set<String> RESERVED = Set.of("op", "in", "n", "i", "a", "b", "end", "step", "tail", "acc", "from", "into",
        "initial", "lane", "s", "folded");

    /**
     * An element of a tensor.
     *
     * @param name in {@code map}
     * @param local the variable
     * @param optional whether the tensor may not be given
     */
    public record Input(String name, String local, boolean optional) {
        /** The variable that holds the address of a row of it, where there are several tensors. */
        public String address() {
            return "p" + Character.toUpperCase(local.charAt(0)) + local.substring(1);
        }

        /** In {@code map}, and as a variable, whether the tensor was given. */
        public String given() {
            return local + "Given";
        }
    }

    public static Fold of(Library library, OpEntry.Reduction op) {
        var reduce = op.reduce();
        var found = new LinkedHashMap<String, Uniform>();
        Set<String> taken = new HashSet<>(RESERVED);
        var inputs = op.sig().tensors().stream().map(Fold::input).toList();
        for (var input : inputs) {
            taken.addAll(List.of(input.local(), input.address(), input.given()));
        }
        var finish = reduce.finish();
        return new Fold(op, library.record(op), inputs, prepared(op, reduce.init(), found, taken),
            prepared(op, withGiven(reduce.map(), inputs), found, taken), prepared(op, reduce.combine(), found, taken),
            finish == null ? null : prepared(op, finish, found, taken), order(op, reduce.order()), found);
    }

    private static Input input(Param param) {
        return new Input(param.name(), Uniform.free(Names.camel(param.name()), RESERVED), param.tensor().optional());
    }

    /** Questions whether a tensor is given, as truth values of their own. */
    private static Expr withGiven(Expr map, List<Input> inputs) {
        var input = map instanceof Expr.Binary binary && binary.a() instanceof Expr.Name name
            ? inputs.stream().filter(other -> other.optional() && other.name().equals(name.name())).findFirst().orElse(null) : null;
        if (input == null || !(map instanceof Expr.Binary binary)) {
            return ExprTree.map(map, part -> withGiven(part, inputs));
        }
        var given = new Expr.Name(input.given(), binary.at());
        return switch (binary.op()) {
            case OR_ELSE -> new Expr.Cond(given, binary.a(), withGiven(binary.b(), inputs), binary.at());
            case UNEQUAL -> binary.b() instanceof Expr.NullLit ? given : map;
            case EQUAL -> binary.b() instanceof Expr.NullLit ? new Expr.Unary(Operator.NOT, given, binary.at()) : map;
            default -> ExprTree.map(map, part -> withGiven(part, inputs));
        };
    }

    private static @Nullable CodeBlock order(OpEntry op, @Nullable Expr order) {
        return order == null ? null : Uniform.number(op, order);
    }

    private static Expr prepared(OpEntry op, Expr part, Map<String, Uniform> found, Set<String> taken) {
        return new Dag().simplify(Uniform.extract(op, part, found, taken));
    }

    /** The name of the kernel, without the suffix of its vector form. */
    public String name() {
        return record.simpleName();
    }

    /** Whether it is of several tensors. */
    public boolean isJoint() {
        return inputs.size() > 1;
    }

    /** Whether the map is the element itself. */
    public boolean isPlain() {
        return !isJoint() && map instanceof Expr.Name name && name.name().equals(inputs.getFirst().name());
    }

    /** The local variables for what is the same for every element and these parts read. */
    public CodeBlock declarations(Compute compute, List<Expr> parts) {
        var body = CodeBlock.builder();
        for (var uniform : new Formulas.Extracted(parts, uniforms).used(parts)) {
            body.addStatement("$T $L = $L", uniform.flag() ? TypeName.BOOLEAN : compute.scalar(), uniform.local(),
                uniform.initializer(op, compute));
        }
        return body.build();
    }

    /** The local variables for where a row of each of several tensors lies, from the table {@code in}. */
    public CodeBlock addresses() {
        var body = CodeBlock.builder();
        for (int k = 0; isJoint() && k < inputs.size(); k++) {
            var input = inputs.get(k);
            body.addStatement("long $L = $T.i64(in, $L)", input.address(), KernelClasses.RAW_MEMORY, k);
            if (input.optional()) {
                body.addStatement("boolean $L = $L != 0", input.given(), input.address());
            }
        }
        return body.build();
    }
}
