package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates tensor expressions with their {@code let}s, and formulas with their common parts, into statements that end in a result. */
public final class TensorBody {
    private final Library library;
    private final OpEntry op;
    private final Bindings bindings;
    private final Map<String, Expr> saved = new LinkedHashMap<>();

    public TensorBody(Library library, OpEntry op, Bindings bindings) {
        this.library = library;
        this.op = op;
        this.bindings = bindings;
    }

    /** Makes a saved value known, which expressions may name. */
    public void save(String name, Expr expr) {
        saved.put(name, expr);
    }

    /** An expression without {@code let}. */
    public Code translate(Expr expr) {
        return new TensorCode(library, op, bindings).translate(expr);
    }

    /** The statements for an expression; the keyword, {@code return} or {@code yield}, begins the last. */
    public CodeBlock statements(Expr expr, String keyword) {
        return statements(expr, keyword, null);
    }

    /** The statements for several results, which end in a record of them. */
    public CodeBlock results(Expr expr, ClassName record) {
        return statements(expr, "return", record);
    }

    private CodeBlock statements(Expr expr, String keyword, @Nullable ClassName record) {
        var code = new TensorCode(library, op, bindings);
        var body = CodeBlock.builder();
        savedValues(expr, code, body, new HashSet<>());
        var rest = expr;
        while (true) {
            switch (rest) {
                case Expr.Let let -> {
                    assign(let.name(), let.value(), code, body);
                    rest = let.body();
                }
                case Expr.Cond cond when keyword.equals("return") && (record != null || isBranch(cond, code)) -> {
                    body.beginControlFlow("if ($L)", code.translate(cond.test()).text());
                    body.add(end(cond.then(), keyword, code, record)).endControlFlow();
                    rest = cond.otherwise();
                }
                default -> {
                    return body.add(end(rest, keyword, code, record)).build();
                }
            }
        }
    }

    /** The last statement: of one value, of a list of results, or of what another operator gave as several. */
    private CodeBlock end(Expr expr, String keyword, TensorCode code, @Nullable ClassName record) {
        var end = CodeBlock.builder();
        if (record == null) {
            return end.addStatement("$L $L", keyword, code.translate(expr).text()).build();
        }
        if (expr instanceof Expr.ListLit list) {
            var values = list.items().stream().map(item -> code.translate(item).text()).collect(CodeBlock.joining(", "));
            return end.addStatement("return new $T($L)", record, values).build();
        }
        if (expr instanceof Expr.Cond cond) {
            return end.beginControlFlow("if ($L)", code.translate(cond.test()).text()).add(end(cond.then(), keyword, code, record))
                .endControlFlow().add(end(cond.otherwise(), keyword, code, record)).build();
        }
        var made = code.translate(expr).text();
        var producer = code.producer(expr);
        var results = expr instanceof Expr.Name ? made : CodeBlock.of("$L", code.free(Names.camel(producer.name().replace('.', '_'))));
        if (!(expr instanceof Expr.Name)) {
            end.addStatement("var $L = $L", results, made);
        }
        var parts = producer.sig().results().stream().map(part -> CodeBlock.of("$L.$L()", results, Names.camel(part.name())));
        return end.addStatement("return new $T($L)", record, parts.collect(CodeBlock.joining(",$W"))).build();
    }

    /** Whether a choice is made by attributes, and long enough to be made by a statement. */
    private boolean isBranch(Expr.Cond cond, TensorCode code) {
        boolean simple = cond.then() instanceof Expr.Name && cond.otherwise() instanceof Expr.Name;
        return !simple && code.translate(cond.test()).type() == JavaType.BOOL;
    }

    /** The statements for a formula, each part that occurs more than once computed once. */
    public CodeBlock scheduled(Expr formula, String keyword) {
        var code = new TensorCode(library, op, bindings);
        var schedule = new Dag().schedule(List.of(formula));
        var body = CodeBlock.builder();
        schedule.assigns().forEach(assign -> assign(assign.name(), assign.value(), code, body));
        return body.addStatement("$L $L", keyword, code.translate(schedule.results().getFirst()).text()).build();
    }

    private void savedValues(Expr expr, TensorCode code, CodeBlock.Builder body, Set<String> done) {
        for (var name : ExprTree.names(expr)) {
            var value = saved.get(name);
            if (value != null && done.add(name)) {
                savedValues(value, code, body, done);
                assign(name, value, code, body);
            }
        }
    }

    private static void assign(String name, Expr expr, TensorCode code, CodeBlock.Builder body) {
        var value = code.translate(expr);
        if (value.type() == JavaType.ENUM) {
            code.declareAlias(name, expr);
            code.declare(name, value);
            return;
        }
        var local = Names.camel(name);
        if (value.type() == JavaType.RESULT) {
            body.addStatement("var $L = $L", local, value.text());
            code.declareResults(name, code.producer(expr));
        } else {
            body.addStatement("$T $L = $L", type(value), local, value.text());
        }
        var known = Code.of(value.type() == JavaType.UNKNOWN ? JavaType.TENSOR : value.type(), "$L", local);
        code.declare(name, value.nullable() ? known.orNull() : known);
        if (code.isSized(expr)) {
            code.declareSized(name);
        }
    }

    private static TypeName type(Code value) {
        var type = type(value.type());
        return value.nullable() ? Types.nullable(type.isPrimitive() ? type.box() : type) : type;
    }

    private static TypeName type(JavaType type) {
        return switch (type) {
            case TENSORS -> Names.TENSOR_LIST;
            case LONG -> TypeName.LONG;
            case DOUBLE -> TypeName.DOUBLE;
            case BOOL -> TypeName.BOOLEAN;
            case NUMBER -> ClassName.get(Number.class);
            case INTS -> Names.INTS;
            case LONGS -> Names.LONG_ARRAY;
            case SHAPE -> Names.SHAPE;
            case REALS -> ArrayTypeName.of(TypeName.DOUBLE);
            case DTYPE -> Names.DTYPE;
            case DEVICE -> Names.DEVICE;
            default -> Names.TENSOR;
        };
    }
}
