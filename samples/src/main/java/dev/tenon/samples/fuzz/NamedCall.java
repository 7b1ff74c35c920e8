package dev.tenon.samples.fuzz;

import dev.tenon.tensor.OpCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call by name through the catalogue. */
record NamedCall(String operator, Map<String, Value> arguments) implements Call {
    @Override
    public Prepared prepare(World world) {
        var args = new LinkedHashMap<String, @Nullable Object>();
        arguments.forEach((name, value) -> args.put(name, value.make(world)));
        return () -> OpCatalog.call(operator, args);
    }

    @Override
    public String java() {
        return arguments.entrySet().stream().map(argument -> argument.getKey() + " = " + argument.getValue().java())
            .collect(Collectors.joining(", ", "OpCatalog.call(\"" + operator + "\", {", "})"));
    }

    @Override
    public List<NamedCall> simpler() {
        var result = new ArrayList<NamedCall>();
        for (var name : arguments.keySet()) {
            var without = new LinkedHashMap<>(arguments);
            without.remove(name);
            result.add(new NamedCall(operator, without));
        }
        arguments.forEach((name, value) -> value.simpler().forEach(simpler -> {
            var changed = new LinkedHashMap<>(arguments);
            changed.put(name, simpler);
            result.add(new NamedCall(operator, changed));
        }));
        return result;
    }
}
