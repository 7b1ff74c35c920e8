package dev.tenon.codegen.emit.shape;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a requirement is about, which decides the exception: a place in a dimension, a dtype, a shape, or a value alone. */
public final class RuleSubject {
    /** From the narrowest to the widest. */
    public enum Subject {
        INDEX("IndexException"), DTYPE("DTypeException"), SHAPE("ShapeException"), ARGUMENT("ArgumentException");

        private final String exception;

        Subject(String exception) {
            this.exception = exception;
        }

        public String exception() {
            return exception;
        }
    }

    private final OpEntry op;
    private final Map<String, Expr> lets = new HashMap<>();
    private final Set<String> sizes = new HashSet<>();
    private Subject found = Subject.ARGUMENT;

    public RuleSubject(OpEntry op) {
        this.op = op;
        for (var rest = op.shape(); rest instanceof Expr.Let let; rest = let.body()) {
            lets.put(let.name(), let.value());
        }
        for (var param : op.sig().tensors()) {
            if (param.tensor().dims() != null) {
                param.tensor().dims().stream().filter(dim -> !Sizes.isRest(dim)).forEach(dim -> sizes.addAll(ExprTree.names(dim)));
            }
        }
        op.sig().params().forEach(param -> sizes.remove(param.name()));
    }

    public Subject of(Expr condition) {
        if (op instanceof OpEntry.Composite) {
            return Subject.ARGUMENT;
        }
        var check = ShapeFunction.check(condition);
        if (check != null) {
            return switch (check) {
                case ONE_DTYPE -> Subject.DTYPE;
                case HAS_DIM, HAS_DIMS, FILLED -> Subject.INDEX;
                default -> Subject.SHAPE;
            };
        }
        ExprTree.walk(condition, this::visit);
        return found;
    }

    private void visit(Expr expr) {
        switch (expr) {
            case Expr.Call call when call.function().equals(ShapeFunction.EXTENT.text()) -> narrow(Subject.INDEX);
            case Expr.Field field -> narrow(field.name().equals("dtype") ? Subject.DTYPE : Subject.SHAPE);
            case Expr.Name name when sizes.contains(name.name()) -> narrow(Subject.SHAPE);
            case Expr.Name name when lets.containsKey(name.name()) -> ExprTree.walk(lets.get(name.name()), this::visit);
            case Expr.Name name when op.param(name.name()) == null && isLetter(name.name()) -> narrow(Subject.DTYPE);
            default -> {
            }
        }
    }

    private boolean isLetter(String name) {
        return name.length() == 1 && op.sig().tensors().stream().anyMatch(param -> param.tensor().letter() == name.charAt(0));
    }

    private void narrow(Subject subject) {
        found = subject.compareTo(found) < 0 ? subject : found;
    }
}
