package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.DtypeNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the dtypes of tensor expressions where the tensors that the signature names have given ones. */
final class DtypeTypes {
    /** An argument of a dtype that the operator does not take. */
    record Refusal(Expr arg, Param param, OpEntry callee, Set<Dtype> found) {}

    private final OpEntry op;
    private final Map<Expr, OpEntry> calls;
    private final Map<String, Typed> names = new HashMap<>();
    private final Map<String, OpEntry> producers = new HashMap<>();
    private final Consumer<Refusal> refused;

    /**
     * @param calls the operator that each call means
     * @param letters the dtype of the tensors of each letter
     * @param refused is told of arguments of a dtype that the operator does not take
     */
    DtypeTypes(OpEntry op, Map<Expr, OpEntry> calls, Map<Character, Dtype> letters, Consumer<Refusal> refused) {
        this.op = op;
        this.calls = calls;
        this.refused = refused;
        op.sig().params().forEach(param -> names.put(param.name(), given(param, letters)));
    }

    private static Typed given(Param param, Map<Character, Dtype> letters) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> {
                var dtype = letters.get(tensor.letter());
                yield Typed.tensor(dtype == null ? Dtype.ofLetter(tensor.letter()) : EnumSet.of(dtype));
            }
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM -> Typed.NUMBER;
                case FLOAT, FLOATS -> Typed.REAL;
                case INT -> Typed.INTEGER;
                case DTYPE -> Typed.dtype(Dtype.ALL);
                default -> Typed.OTHER;
            };
        };
    }

    /** Gives a name, such as {@code g}, a value. */
    void put(String name, Typed value) {
        names.put(name, value);
    }

    /** The results that the signature promises. */
    Typed promised() {
        var given = new LinkedHashMap<Param, Typed>();
        op.sig().params().forEach(param -> given.put(param, names.getOrDefault(param.name(), Typed.OTHER)));
        return results(op, given);
    }

    /** What a condition on dtypes is; null where it is on other things, or on dtypes that are not known. */
    @Nullable Boolean decide(Expr test) {
        return switch (test) {
            case Expr.Unary not when not.op() == Operator.NOT -> {
                var inner = decide(not.a());
                yield inner == null ? null : Boolean.valueOf(!inner);
            }
            case Expr.Binary binary when binary.op() == Operator.AND || binary.op() == Operator.OR -> decideBoth(binary);
            case Expr.Binary binary when binary.op() == Operator.EQUAL || binary.op() == Operator.UNEQUAL -> {
                var a = of(binary.a());
                var b = of(binary.b());
                boolean known = a.sort() == Typed.Sort.DTYPE && b.sort() == Typed.Sort.DTYPE && a.dtypes().size() == 1
                    && b.dtypes().size() == 1;
                yield known ? Boolean.valueOf(a.dtypes().equals(b.dtypes()) == (binary.op() == Operator.EQUAL)) : null;
            }
            case Expr.Call call when call.function().equals(BodyFunction.IS_FLOATING.text()) -> all(call, Dtype.FLOATING);
            case Expr.Call call when call.function().equals(BodyFunction.IS_INTEGRAL.text()) -> all(call, Dtype.INTEGRAL);
            default -> null;
        };
    }

    private @Nullable Boolean decideBoth(Expr.Binary binary) {
        var a = decide(binary.a());
        var b = decide(binary.b());
        boolean ends = binary.op() == Operator.OR;
        if (a != null && a == ends || b != null && b == ends) {
            return ends;
        }
        return a == null || b == null ? null : Boolean.valueOf(!ends);
    }

    private @Nullable Boolean all(Expr.Call call, Set<Dtype> wanted) {
        var value = call.args().size() == 1 ? of(call.args().getFirst()) : Typed.OTHER;
        if (value.sort() != Typed.Sort.DTYPE) {
            return null;
        }
        boolean some = value.dtypes().stream().anyMatch(wanted::contains);
        return wanted.containsAll(value.dtypes()) ? Boolean.TRUE : some ? null : Boolean.FALSE;
    }

    Typed of(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.integral() ? Typed.INTEGER : Typed.REAL;
            case Expr.Bool _ -> Typed.OTHER;
            case Expr.NullLit _ -> Typed.NULL;
            case Expr.Name name -> name(name.name());
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> {
                var value = of(unary.a());
                yield unary.op() == Operator.NOT && value.isTensor() ? Typed.tensor(EnumSet.of(Dtype.BOOL)) : value;
            }
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Index index -> {
                var list = of(index.target());
                yield list.isTensor() ? Typed.tensor(list.dtypes()) : list.sort() == Typed.Sort.NUMBER ? list : Typed.INTEGER;
            }
            case Expr.ListLit list -> list(list);
            case Expr.Let let -> {
                bind(let);
                yield of(let.body());
            }
        };
    }

    /** Makes the name of a {@code let} line known. */
    void bind(Expr.Let let) {
        names.put(let.name(), of(let.value()));
        var producer = producer(let.value());
        if (producer != null) {
            producers.put(let.name(), producer);
        }
    }

    private Typed name(String name) {
        var known = names.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals("default")) {
            return Typed.dtype(EnumSet.of(Dtype.FLOAT32));
        }
        var dtype = Dtype.of(name);
        return dtype != null ? Typed.dtype(EnumSet.of(dtype)) : Typed.REAL;
    }

    private Typed field(Expr.Field field) {
        var target = of(field.target());
        return switch (field.name()) {
            case "dtype" -> Typed.dtype(target.dtypes());
            case "shape", "device" -> Typed.OTHER;
            case "rank", "ndim", "numel" -> Typed.INTEGER;
            default -> part(field, target);
        };
    }

    private Typed part(Expr.Field field, Typed target) {
        var producer = producer(field.target());
        var results = producer == null ? List.<Result>of() : producer.sig().results();
        for (int i = 0; i < results.size() && i < target.parts().size(); i++) {
            if (results.get(i).name().equals(field.name())) {
                return Typed.tensor(target.parts().get(i));
            }
        }
        return Typed.tensor(Dtype.ALL);
    }

    /** The operator whose results a value is, or null. */
    private @Nullable OpEntry producer(Expr expr) {
        return switch (expr) {
            case Expr.Call call -> calls.get(call);
            case Expr.Name name when name.name().equals("g") || name.name().equals("output") -> op;
            case Expr.Name name -> producers.get(name.name());
            case Expr.Cond cond -> producer(cond.then());
            default -> null;
        };
    }

    private Typed binary(Expr.Binary binary) {
        if (binary.b() instanceof Expr.NullLit) {
            return Typed.OTHER;
        }
        var a = of(binary.a());
        var b = of(binary.b());
        if (binary.op() == Operator.OR_ELSE) {
            return a.or(b);
        }
        boolean tensor = a.isTensor() || b.isTensor();
        if (!binary.op().isArithmetic()) {
            return tensor ? Typed.tensor(EnumSet.of(Dtype.BOOL)) : Typed.OTHER;
        }
        var promoted = a.promoted(b);
        return binary.op() == Operator.DIVIDE && tensor ? promoted.promoted(Typed.REAL) : promoted;
    }

    private Typed cond(Expr.Cond cond) {
        var test = of(cond.test());
        if (test.isTensor()) {
            return of(cond.then()).promoted(of(cond.otherwise()));
        }
        var decided = decide(cond.test());
        return decided == null ? of(cond.then()).or(of(cond.otherwise())) : of(decided ? cond.then() : cond.otherwise());
    }

    private Typed list(Expr.ListLit list) {
        var items = list.items().stream().map(this::of).toList();
        if (items.stream().noneMatch(Typed::isTensor)) {
            return Typed.OTHER;
        }
        return new Typed(Typed.Sort.TENSOR, items.stream().map(item -> item.isTensor() ? item.dtypes() : Dtype.ALL).toList());
    }

    private Typed call(Expr.Call call) {
        var function = BodyFunction.of(call.function());
        if (function != null) {
            return function(function, call);
        }
        var callee = calls.get(call);
        var args = call.args().stream().map(this::of).toList();
        var named = new LinkedHashMap<String, Typed>();
        call.named().forEach((name, value) -> named.put(name, of(value)));
        if (callee == null) {
            return call.function().contains(".") ? Typed.tensor(Dtype.ALL) : Typed.NUMBER;
        }
        var given = new LinkedHashMap<Param, Typed>();
        var params = callee.sig().params();
        for (int i = 0; i < params.size(); i++) {
            var param = params.get(i);
            var value = i < args.size() ? args.get(i) : named.get(param.name());
            if (value != null) {
                given.put(param, value);
                check(callee, call, i, value);
            }
        }
        return results(callee, given);
    }

    private void check(OpEntry callee, Expr.Call call, int place, Typed value) {
        var param = callee.sig().params().get(place);
        if (!param.isTensor() || !value.isTensor()) {
            return;
        }
        var taken = Dtype.ofLetter(param.tensor().letter());
        var arg = place < call.args().size() ? call.args().get(place) : call.named().get(param.name());
        if (arg != null && value.dtypes().stream().noneMatch(taken::contains)) {
            refused.accept(new Refusal(arg, param, callee, value.dtypes()));
        }
    }

    private Typed function(BodyFunction function, Expr.Call call) {
        return switch (function) {
            case DETACH -> of(call.args().getFirst());
            case PROMOTED -> Typed.dtype(Dtype.promoted(of(call.args().getFirst()).dtypes(), of(call.args().getLast()).dtypes()));
            case RANK, NUMEL, LEN, PRODUCT, AXIS -> Typed.INTEGER;
            case EACH -> each(call);
            default -> Typed.OTHER;
        };
    }

    private Typed each(Expr.Call call) {
        if (call.args().size() != 3 || !(call.args().getFirst() instanceof Expr.Name name)) {
            return Typed.OTHER;
        }
        var list = of(call.args().get(1));
        names.put(name.name(), list.isTensor() ? Typed.tensor(list.dtypes()) : Typed.INTEGER);
        var made = of(call.args().get(2));
        names.remove(name.name());
        return made.isTensor() ? Typed.tensor(made.dtypes()) : Typed.OTHER;
    }

    // ---- what an operator makes of its operands ------------------------------------------------------------------------

    private static Typed results(OpEntry callee, Map<Param, Typed> given) {
        var letters = letters(callee, given);
        var parts = new ArrayList<Set<Dtype>>();
        for (var result : callee.sig().results()) {
            boolean first = parts.isEmpty();
            parts.add(first && callee.dtype() != null ? said(callee.dtype(), callee, given, letters)
                : asked(callee, given, said(result.dtype(), letters)));
        }
        return new Typed(Typed.Sort.TENSOR, List.copyOf(parts));
    }

    /** The dtype that an attribute {@code dtype} asks for, in place of the signature's; the default dtype can be any floating one. */
    private static Set<Dtype> asked(OpEntry callee, Map<Param, Typed> given, Set<Dtype> otherwise) {
        var param = callee.param("dtype");
        if (param == null) {
            return otherwise;
        }
        var asked = given.get(param);
        return asked == null || asked.sort() != Typed.Sort.DTYPE ? otherwise.equals(Set.of(Dtype.FLOAT32)) ? Dtype.FLOATING : otherwise
            : asked.dtypes().size() == 1 ? asked.dtypes() : Dtype.with(otherwise, asked.dtypes());
    }

    /** What the operands of each letter are promoted to. */
    private static Map<Character, Set<Dtype>> letters(OpEntry callee, Map<Param, Typed> given) {
        var letters = new HashMap<Character, Typed>();
        var real = given.entrySet().stream()
            .anyMatch(entry -> isNumber(entry.getKey()) && entry.getValue().dtypes().contains(Dtype.FLOAT32));
        given.forEach((param, value) -> {
            if (param.isTensor() && value.sort() != Typed.Sort.NULL) {
                var one = value.isTensor() ? Typed.tensor(value.dtypes()) : value;
                letters.merge(param.tensor().letter(), one, param.tensor().letter() == 'X' ? (a, _) -> a : Typed::promoted);
            }
        });
        var known = new HashMap<Character, Set<Dtype>>();
        letters.forEach((letter, value) -> known.put(letter,
            real && callee instanceof OpEntry.Pointwise ? value.or(Typed.tensor(Dtype.FLOATING)).dtypes() : value.dtypes()));
        return known;
    }

    private static boolean isNumber(Param param) {
        return !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.NUM;
    }

    private static Set<Dtype> said(String dtype, Map<Character, Set<Dtype>> letters) {
        int open = dtype.indexOf('(');
        if (open >= 0) {
            return applied(dtype.substring(0, open), letters.getOrDefault(dtype.charAt(open + 1), Dtype.ALL));
        }
        if (DtypeNames.ALL.contains(dtype)) {
            return Set.of(Objects.requireNonNull(Dtype.of(dtype)));
        }
        return dtype.length() == 1 ? letters.getOrDefault(dtype.charAt(0), Dtype.ALL) : Dtype.ALL;
    }

    private static Set<Dtype> applied(String function, Set<Dtype> dtypes) {
        var made = EnumSet.noneOf(Dtype.class);
        for (var dtype : dtypes) {
            made.add(switch (function) {
                case "float" -> dtype.isFloating() ? dtype : Dtype.FLOAT32;
                case "accum" -> dtype.isFloating() ? dtype : Dtype.INT64;
                case "int" -> dtype == Dtype.BOOL ? Dtype.INT64 : dtype;
                default -> dtype == Dtype.FLOAT16 || dtype == Dtype.BFLOAT16 ? Dtype.FLOAT32 : dtype;
            });
        }
        return made;
    }

    private static Set<Dtype> said(Expr dtype, OpEntry callee, Map<Param, Typed> given, Map<Character, Set<Dtype>> letters) {
        return switch (dtype) {
            case Expr.Name name -> ofName(name.name(), callee, given, letters);
            case Expr.Field field when field.target() instanceof Expr.Name name -> {
                var operand = value(name, callee, given);
                yield operand == null ? Dtype.ALL : operand.dtypes();
            }
            case Expr.Call call when call.args().size() == 1 && !call.function().contains(".") ->
                applied(call.function(), said(call.args().getFirst(), callee, given, letters));
            case Expr.Binary otherwise when otherwise.op() == Operator.OR_ELSE && otherwise.a() instanceof Expr.Name name -> {
                var value = value(name, callee, given);
                var rest = said(otherwise.b(), callee, given, letters);
                yield value == null || value.sort() == Typed.Sort.NULL ? rest
                    : value.dtypes().size() == 1 ? value.dtypes() : Dtype.with(value.dtypes(), rest);
            }
            case Expr.Cond cond ->
                Dtype.with(said(cond.then(), callee, given, letters), said(cond.otherwise(), callee, given, letters));
            default -> Dtype.ALL;
        };
    }

    /** What a parameter of this name is given, or null. */
    private static @Nullable Typed value(Expr.Name name, OpEntry callee, Map<Param, Typed> given) {
        var param = callee.param(name.name());
        return param == null ? null : given.get(param);
    }

    private static Set<Dtype> ofName(String name, OpEntry callee, Map<Param, Typed> given, Map<Character, Set<Dtype>> letters) {
        var param = callee.param(name);
        if (param != null) {
            var value = given.get(param);
            return value == null || value.sort() != Typed.Sort.DTYPE ? Dtype.ALL : value.dtypes();
        }
        return name.equals("default") ? EnumSet.of(Dtype.FLOAT32) : said(name, letters);
    }
}
