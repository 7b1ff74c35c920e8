package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Result;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Checks the dtypes of bodies and gradients as far as they are known before any call: for every dtype that the tensors of the signature can
 * have, the dtypes of the operators that are called are worked out.
 */
public final class DtypeCheck {
    /** No more combinations of dtypes than this are tried. */
    private static final int MOST = 64;

    private final OpEntry op;
    private final Map<Expr, OpEntry> calls;
    private final Diagnostics diagnostics;
    private final Set<Expr> told = new LinkedHashSet<>();

    /** @param calls the operator that each call means */
    public DtypeCheck(OpEntry op, Map<Expr, OpEntry> calls, Diagnostics diagnostics) {
        this.op = op;
        this.calls = calls;
        this.diagnostics = diagnostics;
    }

    /** Checks that a body gives what the signature promises. */
    public void body(Expr body) {
        checkArguments(types -> types.of(body));
        if (!told.isEmpty()) {
            return;
        }
        for (var letters : scenarios()) {
            var types = types(letters);
            var promised = types.promised();
            walk(body, types, leaf -> compare(leaf, types, promised, letters));
        }
    }

    /** Checks that a gradient can be one. */
    public void gradient(Param param, Expr gradient) {
        for (var letters : scenarios()) {
            var dtype = letters.get(param.tensor().letter());
            if (dtype == null || !dtype.isFloating()) {
                continue;
            }
            var types = types(letters);
            withResults(types);
            walk(gradient, types, leaf -> {
                var found = types.of(leaf);
                if (found.isTensor() && found.dtypes().stream().noneMatch(Dtype::isFloating) && told.add(leaf)) {
                    diagnostics.report(Diagnostic.GRADIENT_DTYPE, leaf.at(), text(found.dtypes()), param.name(), shown(leaf),
                        param.name() + (param.tensor().list() ? "[0]" : ""));
                }
            });
        }
        checkArguments(types -> {
            withResults(types);
            types.of(gradient);
        });
    }

    /** Checks whether the result can be written over the first tensor. */
    public boolean fitsFirst() {
        var first = op.sig().tensors().getFirst();
        return scenarios(true).stream().map(this::types).anyMatch(types -> {
            var own = types.of(new Expr.Name(first.name(), first.at())).dtypes();
            return types.promised().parts().getFirst().stream().anyMatch(own::contains);
        });
    }

    private static void withResults(DtypeTypes types) {
        types.put("g", types.promised());
        types.put("output", types.promised());
    }

    private DtypeTypes types(Map<Character, Dtype> letters) {
        return new DtypeTypes(op, calls, letters, _ -> {});
    }

    /** An argument is a mistake where no dtype of the signature's tensors makes it right. */
    private void checkArguments(Consumer<DtypeTypes> check) {
        Map<Expr, DtypeTypes.Refusal> always = null;
        for (var letters : scenarios()) {
            var found = new LinkedHashMap<Expr, DtypeTypes.Refusal>();
            check.accept(new DtypeTypes(op, calls, letters, refusal -> found.put(refusal.arg(), refusal)));
            if (always == null) {
                always = found;
            } else {
                always.keySet().retainAll(found.keySet());
            }
        }
        if (always != null) {
            always.values().stream().filter(refusal -> told.add(refusal.arg())).forEach(this::report);
        }
    }

    private void report(DtypeTypes.Refusal refusal) {
        var taken = Dtype.ofLetter(refusal.param().tensor().letter());
        var cast = taken.contains(Dtype.FLOAT32) ? "default" : taken.contains(Dtype.INT64) ? "int64" : "bool";
        diagnostics.report(Diagnostic.ARGUMENT_DTYPE, refusal.arg().at(), refusal.callee().callName(), text(taken), refusal.param().name(),
            text(refusal.found()), shown(refusal.arg()), cast);
    }

    /** Visits what is the value where attributes have chosen. */
    private static void walk(Expr expr, DtypeTypes types, Consumer<Expr> leaf) {
        switch (expr) {
            case Expr.Let let -> {
                types.bind(let);
                walk(let.body(), types, leaf);
            }
            case Expr.Cond cond when !types.of(cond.test()).isTensor() -> {
                var decided = types.decide(cond.test());
                if (decided == null || decided) {
                    walk(cond.then(), types, leaf);
                }
                if (decided == null || !decided) {
                    walk(cond.otherwise(), types, leaf);
                }
            }
            default -> leaf.accept(expr);
        }
    }

    private void compare(Expr leaf, DtypeTypes types, Typed promised, Map<Character, Dtype> letters) {
        var found = types.of(leaf);
        if (!found.isTensor()) {
            return;
        }
        var results = op.sig().results();
        var items = results.size() > 1 && leaf instanceof Expr.ListLit list ? list.items() : List.<Expr>of();
        if (results.size() > 1 && found.parts().size() != results.size()) {
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            var part = results.size() == 1 ? found.dtypes() : found.parts().get(i);
            var wanted = promised.parts().get(i);
            var at = i < items.size() ? items.get(i) : leaf;
            if (part.stream().noneMatch(wanted::contains) && told.add(at)) {
                diagnostics.report(Diagnostic.RESULT_DTYPE, at.at(), name(results.get(i)), text(part),
                    "'" + results.get(i).dtype() + "'" + where(results.get(i), letters, wanted), fix(at, results.get(i), part));
            }
        }
    }

    private String name(Result result) {
        return op.sig().results().size() == 1 ? "the result" : "'" + result.name() + "'";
    }

    /** What that is where the tensors that decide it are of one dtype. */
    private String where(Result result, Map<Character, Dtype> letters, Set<Dtype> wanted) {
        var dtype = letters.get(result.letter());
        var names = op.sig().tensors().stream().filter(param -> param.tensor().letter() == result.letter()).map(Param::name).toList();
        return dtype == null || names.isEmpty() ? ""
            : ", " + text(wanted) + " for " + String.join(" and ", names) + " of " + dtype.text();
    }

    private String fix(Expr leaf, Result result, Set<Dtype> found) {
        var target = Dtype.of(result.dtype()) != null ? result.dtype()
            : result.dtype().length() == 1 ? op.sig().tensors().stream().filter(param -> param.tensor().letter() == result.letter())
                .map(param -> param.name() + (param.tensor().list() ? "[0]" : "") + ".dtype").findFirst().orElse("") : "";
        var callee = calls.get(leaf);
        boolean several = callee != null && callee.sig().results().size() > 1;
        var cast = target.isEmpty() || several ? "" : "write 'to(" + shown(leaf) + ", " + target + ")', or ";
        return cast + (found.size() == 1 ? "say '" + text(found) + "' in the signature" : "say another dtype in the signature");
    }

    private static String shown(Expr expr) {
        var text = Printer.print(expr);
        return text.length() > 60 || text.contains("\n") ? "..." : text;
    }

    private static String text(Set<Dtype> dtypes) {
        return dtypes.equals(Dtype.INTEGRAL) ? "an integer dtype"
            : dtypes.containsAll(Dtype.FLOATING) && dtypes.size() == Dtype.FLOATING.size() ? "a floating dtype"
                : dtypes.stream().map(Dtype::text).collect(Collectors.joining(" or "));
    }

    /** What can be floating is tried as that: an entry whose integers come out as something else still has its use. */
    private List<Map<Character, Dtype>> scenarios() {
        return scenarios(false);
    }

    /** Every combination of dtypes of the letters for which no requirement refuses the call. */
    private List<Map<Character, Dtype>> scenarios(boolean all) {
        List<Map<Character, Dtype>> every = List.of(Map.of());
        var named = op.sig().tensors().stream().map(param -> param.tensor().letter()).distinct().toList();
        for (char letter : named) {
            var longer = new ArrayList<Map<Character, Dtype>>();
            for (var some : every) {
                for (var dtype : samples(letter, all)) {
                    var more = new HashMap<>(some);
                    more.put(letter, dtype);
                    longer.add(more);
                }
            }
            every = longer.size() > MOST ? longer.subList(0, MOST) : longer;
        }
        return every.stream().filter(letters -> op.requires().stream()
            .noneMatch(require -> Boolean.FALSE.equals(types(letters).decide(require.condition())))).toList();
    }

    private static Set<Dtype> samples(char letter, boolean all) {
        var samples = EnumSet.of(Dtype.FLOAT32, Dtype.FLOAT64, Dtype.INT64, Dtype.BOOL);
        samples.retainAll(Dtype.ofLetter(letter));
        if (!all && samples.contains(Dtype.FLOAT32)) {
            samples.retainAll(Dtype.FLOATING);
        }
        return samples;
    }
}
