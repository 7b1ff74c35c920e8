package dev.tenon.codegen.emit.shape;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sizes that a signature names, in Java: those of operands, each name bound by its first use and checked by others, and those of results. */
final class NamedSizes {
    private final OpEntry op;
    private final ShapeCode shapes;
    private final CodeBlock.Builder body;
    /** The operand whose sizes have bound a name. */
    private final Map<String, Param> binders = new HashMap<>();

    NamedSizes(OpEntry op, ShapeCode shapes, CodeBlock.Builder body) {
        this.op = op;
        this.shapes = shapes;
        this.body = body;
    }

    // ---- operands ---------------------------------------------------------------------------------------------------

    /** Declares the names, and checks what is written twice. */
    void bind() {
        for (var param : op.sig().tensors()) {
            var dims = param.tensor().dims();
            if (dims == null) {
                continue;
            }
            if (param.tensor().optional()) {
                body.beginControlFlow("if (call.has($L))", shapes.input(param));
                operand(param, dims);
                body.endControlFlow();
            } else {
                operand(param, dims);
            }
        }
    }

    private void operand(Param param, List<Expr> dims) {
        int rest = Sizes.rest(dims);
        var named = dims.stream().filter(dim -> !Sizes.isRest(dim)).toList();
        var known = CodeBlock.of("call, $L, $L, $S", shapes.input(param), count(named), Sizes.text(dims));
        if (isRead(param, dims)) {
            body.addStatement("long[] $L = $T.$L($L)", variable(param), Names.CALL_RULES, rest < 0 ? "sizes" : "openSizes", known);
        } else {
            body.addStatement("$T.$L($L)", Names.CALL_RULES, rest < 0 ? "rank" : "openRank", known);
        }
        if (rest >= 0) {
            rest(param, dims);
        }
        for (int d = 0; d < dims.size(); d++) {
            if (!Sizes.isRest(dims.get(d))) {
                size(param, dims, d);
            }
        }
    }

    private void size(Param param, List<Expr> dims, int d) {
        var dim = dims.get(d);
        if (!param.tensor().optional() && isNew(dim)) {
            var name = ((Expr.Name) dim).name();
            var local = shapes.local(name);
            if (isReadLater(param, name)) {
                body.addStatement("long $L = $L[$L]", local, variable(param), index(param, dims, d));
            }
            shapes.declare(name, Code.of(JavaType.LONG, "$L", local));
            binders.put(name, param);
            return;
        }
        var value = shapes.translate(dim);
        if (value.type().isInts()) {
            body.addStatement("$T.part(call, $L, $L, $L, $S)", Names.CALL_RULES, shapes.input(param), position(dims, d),
                value.text(), shown(dim));
        } else if (isSquare(param, dims, d)) {
            body.addStatement("$T.square(call, $L)", Names.CALL_RULES, shapes.input(param));
        } else {
            body.addStatement("$T.size(call, $L, $L, $L, $S)", Names.CALL_RULES, shapes.input(param), position(dims, d), value.text(),
                shown(dim));
        }
    }

    /** Whether anything but the operand's own sizes, and a result of the same, needs a name. */
    private boolean isReadLater(Param binder, String name) {
        var own = Sizes.text(dims(binder));
        var read = new ArrayList<Expr>();
        op.sig().tensors().stream().filter(p -> !p.equals(binder)).forEach(p -> read.addAll(dims(p)));
        op.sig().results().stream().filter(r -> r.dims() != null && !Sizes.text(r.dims()).equals(own)).forEach(r -> read.addAll(r.dims()));
        read.addAll(repeated(dims(binder), name));
        Stream.of(op.shape(), op.dtype()).filter(Objects::nonNull).forEach(read::add);
        op.requires().forEach(require -> {
            read.add(require.condition());
            read.addAll(require.values());
        });
        return read.stream().anyMatch(expr -> ExprTree.names(expr).contains(name));
    }

    /** The sizes of the operand that binds a name which are written with it again, the last of a square aside. */
    private List<Expr> repeated(List<Expr> dims, String name) {
        int first = 0;
        while (!(dims.get(first) instanceof Expr.Name other && other.name().equals(name))) {
            first++;
        }
        boolean square = first == dims.size() - 2 && dims.get(first + 1) instanceof Expr.Name last && last.name().equals(name);
        return square ? List.of() : dims.subList(first + 1, dims.size());
    }

    private boolean isNew(Expr dim) {
        return dim instanceof Expr.Name name && !Sizes.isRest(dim) && !shapes.isDeclared(name.name()) && op.param(name.name()) == null;
    }

    /** Whether the last two sizes have one name, which the first of them has bound. */
    private boolean isSquare(Param param, List<Expr> dims, int d) {
        return d == dims.size() - 1 && d > 0 && dims.get(d) instanceof Expr.Name name && dims.get(d - 1) instanceof Expr.Name before
            && name.name().equals(before.name()) && param.equals(binders.get(name.name()));
    }

    /** The rule that a size breaks: {@code k of input [n, k]}. */
    private String shown(Expr dim) {
        var binder = dim instanceof Expr.Name name ? binders.get(name.name()) : null;
        var text = Printer.print(dim);
        return binder == null ? text : text + " of " + binder.name() + " " + Sizes.text(dims(binder));
    }

    private void rest(Param param, List<Expr> dims) {
        var first = open();
        if (first != null && !first.equals(param)) {
            body.addStatement("$T.rest(call, $L, $L, $L, $L, $L, $L)", Names.CALL_RULES, shapes.input(first), before(dims(first)),
                after(dims(first)), shapes.input(param), before(dims), after(dims));
        }
    }

    /** The operand that says what {@code ...} stands for. */
    private @Nullable Param open() {
        return op.sig().tensors().stream()
            .filter(p -> p.tensor().dims() != null && !p.tensor().optional() && Sizes.rest(p.tensor().dims()) >= 0).findFirst()
            .orElse(null);
    }

    private boolean isRead(Param param, List<Expr> dims) {
        if (param.tensor().optional()) {
            return false;
        }
        boolean shared = op.sig().results().stream().anyMatch(r -> r.dims() != null
            && (Sizes.text(r.dims()).equals(Sizes.text(dims)) || Sizes.rest(r.dims()) >= 0 && param.equals(open())));
        return shared || dims.stream().anyMatch(dim -> isNew(dim) && isReadLater(param, ((Expr.Name) dim).name()));
    }

    private static List<Expr> dims(Param param) {
        var dims = param.tensor().dims();
        return dims == null ? List.of() : dims;
    }

    private static String variable(Param param) {
        return param.javaName() + "Sizes";
    }

    private CodeBlock index(Param param, List<Expr> dims, int d) {
        int rest = Sizes.rest(dims);
        return rest < 0 || d < rest ? count(dims.subList(0, d))
            : CodeBlock.of("$L.length - $L", variable(param), grouped(dims.subList(d, dims.size())));
    }

    /** Where a size stands; behind {@code ...} counted from the end. */
    private CodeBlock position(List<Expr> dims, int d) {
        int rest = Sizes.rest(dims);
        return rest < 0 || d < rest ? count(dims.subList(0, d)) : CodeBlock.of("-$L", grouped(dims.subList(d, dims.size())));
    }

    private CodeBlock before(List<Expr> dims) {
        return count(dims.subList(0, Sizes.rest(dims)));
    }

    private CodeBlock after(List<Expr> dims) {
        return count(dims.subList(Sizes.rest(dims) + 1, dims.size()));
    }

    private CodeBlock grouped(List<Expr> dims) {
        return dims.size() > 1 && dims.stream().anyMatch(this::isList) ? CodeBlock.of("($L)", count(dims)) : count(dims);
    }

    /** How many sizes these are: each one, or as many as a list has. */
    private CodeBlock count(List<Expr> dims) {
        int single = (int) dims.stream().filter(dim -> !isList(dim)).count();
        var lists = dims.stream().filter(this::isList).map(this::length).toList();
        if (lists.isEmpty()) {
            return CodeBlock.of("$L", single);
        }
        var sum = lists.stream().collect(CodeBlock.joining(" + "));
        return single == 0 ? sum : CodeBlock.of("$L + $L", single, sum);
    }

    private CodeBlock length(Expr list) {
        return list instanceof Expr.Call call && call.function().equals(ShapeFunction.ONES.text())
            ? shapes.translate(call.args().getFirst()).text()
            : shapes.length(shapes.translate(list)).text();
    }

    private boolean isList(Expr dim) {
        return !isNew(dim) && !Sizes.isRest(dim) && shapes.translate(dim).type().isInts();
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    /** The sizes of a result, none of which is negative. */
    CodeBlock result(List<Expr> dims) {
        if (dims.isEmpty()) {
            return CodeBlock.of("new long[0]");
        }
        var text = Sizes.text(dims);
        for (var param : op.sig().tensors()) {
            if (!param.tensor().optional() && param.tensor().dims() != null && Sizes.text(dims(param)).equals(text)) {
                return CodeBlock.of("$L", variable(param));
            }
        }
        return CodeBlock.of("$T.result(call, $S, $L)", Names.CALL_RULES, text, values(dims));
    }

    private CodeBlock values(List<Expr> dims) {
        int rest = Sizes.rest(dims);
        var open = open();
        if (rest < 0 || open == null) {
            return sequence(dims);
        }
        var head = dims.subList(0, rest);
        var tail = dims.subList(rest + 1, dims.size());
        if (rest == 0 && Sizes.rest(dims(open)) == 0) {
            return CodeBlock.of("$T.ending($L, $L$L)", Names.SHAPE_RULES, variable(open), after(dims(open)),
                tail.isEmpty() ? CodeBlock.of("") : CodeBlock.of(",$W$L", sequence(tail)));
        }
        return CodeBlock.of("$T.around($L, $L, $L, $L$L)", Names.SHAPE_RULES, variable(open), before(dims(open)), after(dims(open)),
            head.stream().anyMatch(this::isList) ? sequence(head) : CodeBlock.of("new long[] {$L}", sequence(head)),
            tail.isEmpty() ? CodeBlock.of("") : CodeBlock.of(",$W$L", sequence(tail)));
    }

    /** Values for a parameter {@code long...}. */
    private CodeBlock sequence(List<Expr> dims) {
        if (dims.stream().noneMatch(this::isList)) {
            return dims.stream().map(dim -> shapes.translate(dim).text()).collect(CodeBlock.joining(",$W"));
        }
        var whole = dims.getFirst();
        for (var dim : dims.subList(1, dims.size())) {
            whole = new Expr.Binary(Operator.PLUS, listed(whole), listed(dim), dim.at());
        }
        return shapes.sizes(shapes.translate(listed(whole)));
    }

    private Expr listed(Expr dim) {
        return isList(dim) ? dim : new Expr.ListLit(List.of(dim), dim.at());
    }
}
