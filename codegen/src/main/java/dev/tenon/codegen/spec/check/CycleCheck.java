package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.types.Calls;
import dev.tenon.codegen.spec.types.Known;
import dev.tenon.codegen.spec.types.TensorTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that no composite is made of itself, whatever its attributes are, which would never end. Gradients may call their operator: they run
 * when it has ended.
 */
public final class CycleCheck {
    private static final Map<Operator, String> OPERATORS = Map.of(Operator.PLUS, "add", Operator.MINUS, "sub", Operator.TIMES, "mul",
        Operator.DIVIDE, "div");

    private final SpecContext context;
    private final Diagnostics diagnostics;
    private final Map<OpEntry, Map<OpEntry, Position>> parts = new IdentityHashMap<>();
    private final Set<OpEntry> done = Collections.newSetFromMap(new IdentityHashMap<>());

    public CycleCheck(SpecContext context, Diagnostics diagnostics) {
        this.context = context;
        this.diagnostics = diagnostics;
    }

    public void run() {
        for (var op : context.own().ops()) {
            visit(op, new ArrayList<>());
        }
    }

    /** @param path from where the walk began to what calls this one */
    private void visit(OpEntry op, List<OpEntry> path) {
        int again = path.indexOf(op);
        if (again >= 0) {
            report(path.subList(again, path.size()));
        } else if (!done.contains(op)) {
            path.add(op);
            parts(op).keySet().forEach(part -> visit(part, path));
            path.removeLast();
            done.add(op);
        }
    }

    private void report(List<OpEntry> cycle) {
        var names = new ArrayList<>(cycle.stream().map(OpEntry::key).toList());
        names.add(names.getFirst());
        var next = cycle.size() == 1 ? cycle.getFirst() : cycle.get(1);
        var at = Objects.requireNonNull(parts(cycle.getFirst()).get(next));
        diagnostics.report(Diagnostic.CYCLE, at, cycle.getFirst().key(), String.join(" -> ", names),
            "write it without '" + next.name() + "', of operators that are there already");
    }

    /** The library's own composites that one calls, and where. */
    private Map<OpEntry, Position> parts(OpEntry op) {
        return parts.computeIfAbsent(op, _ -> {
            var found = new LinkedHashMap<OpEntry, Position>();
            if (op instanceof OpEntry.Composite composite) {
                if (composite.body() instanceof OpEntry.Body.Written written) {
                    add(op, written.expr(), found);
                }
                if (composite.fusedForward() != null) {
                    add(op, composite.fusedForward(), found);
                }
            }
            return found;
        });
    }

    private void add(OpEntry op, Expr expr, Map<OpEntry, Position> found) {
        var names = new LinkedHashMap<String, Known>();
        op.sig().params().forEach(param -> names.put(param.name(), Known.of(param)));
        var calls = new Calls();
        new TensorTypes(context, names, calls, new Diagnostics()).given(expr);
        certain(op, expr, calls.operators()).forEach(found::putIfAbsent);
    }

    /** What is called whatever the attributes are, and where. A choice that calls with other attributes can end. */
    private Map<OpEntry, Position> certain(OpEntry op, Expr expr, Map<Expr, OpEntry> calls) {
        var found = new LinkedHashMap<OpEntry, Position>();
        if (expr instanceof Expr.Cond cond) {
            found.putAll(certain(op, cond.test(), calls));
            var then = certain(op, cond.then(), calls);
            var otherwise = certain(op, cond.otherwise(), calls);
            then.forEach((callee, at) -> {
                if (otherwise.containsKey(callee)) {
                    found.putIfAbsent(callee, at);
                }
            });
            again(op, cond, calls).ifPresent(at -> found.putIfAbsent(op, at));
            return found;
        }
        ExprTree.children(expr).forEach(child -> certain(op, child, calls).forEach(found::putIfAbsent));
        var callee = expr instanceof Expr.Binary binary && OPERATORS.containsKey(binary.op()) ? operator(OPERATORS.get(binary.op()))
            : calls.get(expr);
        if (callee instanceof OpEntry.Composite && context.isOwn(callee)) {
            found.putIfAbsent(callee, expr.at());
        }
        return found;
    }

    /** Where a choice calls its operator with all that its condition reads as it is, so that it is made in the same way again. */
    private static Optional<Position> again(OpEntry op, Expr.Cond cond, Map<Expr, OpEntry> calls) {
        var found = new ArrayList<Position>();
        for (var side : List.of(cond.then(), cond.otherwise())) {
            ExprTree.walk(side, part -> {
                if (part instanceof Expr.Call call && calls.get(call) == op
                    && ExprTree.names(cond.test()).stream().allMatch(name -> op.param(name) == null || isHandedOn(op, name, call))) {
                    found.add(call.at());
                }
            });
        }
        return found.stream().findFirst();
    }

    private static boolean isHandedOn(OpEntry op, String name, Expr.Call call) {
        int place = op.sig().params().indexOf(op.param(name));
        var given = place < call.args().size() ? call.args().get(place) : call.named().get(name);
        return given instanceof Expr.Name same && same.name().equals(name);
    }

    /** The operator that a sign between two tensors calls. */
    private @Nullable OpEntry operator(String name) {
        return context.byCall(name).stream().filter(op -> op.sig().tensors().size() == 2).findFirst().orElse(null);
    }
}
