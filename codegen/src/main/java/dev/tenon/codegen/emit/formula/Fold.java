package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
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
 * @param input the element in {@code map}
 * @param order Java text for the order of a norm from the record {@code op}; null for other reductions
 * @param uniforms by their names in the parts
 */
public record Fold(OpEntry.Reduction op, ClassName record, String input, Expr init, Expr map, Expr combine, @Nullable Expr finish,
    @Nullable CodeBlock order, Map<String, Uniform> uniforms) {
    private static final Set<String> RESERVED = Set.of("op", "in", "n", "i", "a", "b", "end", "step", "tail", "acc", "from", "into",
        "initial", "lane", "s");

    public static Fold of(Library library, OpEntry.Reduction op) {
        var reduce = op.reduce();
        var found = new LinkedHashMap<String, Uniform>();
        Set<String> taken = new HashSet<>(RESERVED);
        var input = op.sig().tensors().getFirst().name();
        taken.add(Names.camel(input));
        var finish = reduce.finish();
        return new Fold(op, library.record(op), input, prepared(op, reduce.init(), found, taken), prepared(op, reduce.map(), found, taken),
            prepared(op, reduce.combine(), found, taken), finish == null ? null : prepared(op, finish, found, taken),
            order(op, reduce.order()), found);
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

    /** The variable of an element. */
    public String local() {
        return Uniform.free(Names.camel(input), RESERVED);
    }

    /** Whether the map is the element itself. */
    public boolean isPlain() {
        return map instanceof Expr.Name name && name.name().equals(input);
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
}
