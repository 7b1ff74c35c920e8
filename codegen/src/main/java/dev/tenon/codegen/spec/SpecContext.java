package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operators of a library together with those of the libraries that it uses. */
public final class SpecContext {
    private final Spec own;
    private final Spec used;
    private final Set<OpEntry> owned;
    private final Map<String, List<String>> enums = new LinkedHashMap<>();
    private final Map<String, List<OpEntry>> calls = new LinkedHashMap<>();

    /**
     * @param own the library's own spec
     * @param used what its expressions may call besides
     */
    public SpecContext(Spec own, Spec used) {
        this.own = own;
        this.used = used;
        owned = Collections.newSetFromMap(new IdentityHashMap<>());
        owned.addAll(own.ops());
        enums.putAll(used.enums());
        enums.putAll(own.enums());
        own.ops().forEach(this::addCalls);
        used.ops().forEach(this::addCalls);
    }

    private void addCalls(OpEntry op) {
        Set<String> names = new LinkedHashSet<>(List.of(op.name(), op.callName()));
        names.forEach(name -> calls.computeIfAbsent(name, _ -> new ArrayList<>()).add(op));
    }

    /** The spec for which code is generated. */
    public Spec own() {
        return own;
    }

    /** The spec of the libraries that it uses. */
    public Spec used() {
        return used;
    }

    /** Whose operator this is, of those that are used. */
    public String owner(OpEntry used) {
        int slash = used.at().file().lastIndexOf('/');
        return slash < 0 ? "Tenon" : used.at().file().substring(0, slash);
    }

    /** All shared enums by name. */
    public Map<String, List<String>> enums() {
        return enums;
    }

    /** The operators that an expression may mean by a name: {@code max} has all overloads, {@code max_dim} the one. Own ones first. */
    public List<OpEntry> byCall(String name) {
        return calls.getOrDefault(name, List.of());
    }

    /** Whether the library itself declares an operator. */
    public boolean isOwn(OpEntry op) {
        return owned.contains(op);
    }

    /** The nearest operators that anybody may call and that are made of one of these, by the names that expressions call, four at most. */
    public List<String> usersOf(List<OpEntry> parts) {
        var names = new LinkedHashSet<String>();
        parts.forEach(part -> names.addAll(List.of(part.name(), part.callName())));
        var open = new LinkedHashSet<String>();
        for (var queue = new ArrayDeque<>(names); !queue.isEmpty() && open.isEmpty();) {
            var next = new LinkedHashSet<String>();
            for (var op : used.ops()) {
                if (ExprTree.callsAny(expressions(op), Set.copyOf(queue)) && names.add(op.callName())) {
                    (op.internal() ? next : open).add(op.callName());
                }
            }
            queue.clear();
            queue.addAll(next);
        }
        return open.stream().limit(4).toList();
    }

    private static List<Expr> expressions(OpEntry op) {
        return op instanceof OpEntry.Composite composite && composite.body() instanceof OpEntry.Body.Written written
            ? List.of(written.expr()) : List.of();
    }

    /** All names that expressions may call. */
    public Set<String> callNames() {
        return calls.keySet();
    }

    /** The operator with this key, or null. */
    public @Nullable OpEntry byKey(String key) {
        return find(op -> op.key().equals(key));
    }

    /** The operator whose attributes this record holds, or null. */
    public @Nullable OpEntry byRecord(String recordName) {
        return find(op -> op.recordName().equals(recordName));
    }

    /** The operators behind a Java method name. */
    public List<OpEntry> byMethod(String javaName) {
        var found = new ArrayList<OpEntry>();
        own.ops().stream().filter(op -> op.javaName().equals(javaName)).forEach(found::add);
        used.ops().stream().filter(op -> op.javaName().equals(javaName)).forEach(found::add);
        return found;
    }

    private @Nullable OpEntry find(Predicate<OpEntry> wanted) {
        for (var spec : List.of(own, used)) {
            for (var op : spec.ops()) {
                if (wanted.test(op)) {
                    return op;
                }
            }
        }
        return null;
    }
}
