package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings by the parameters' names; see {@link OptimizerOptions#over(Map, UnaryOperator)}. Immutable.
 *
 * @param <O> the settings
 */
public final class ParameterGroups<O extends OptimizerOptions<O>> {
    private record Rule<O>(String pattern, UnaryOperator<O> change) {
        /** A star stands for any characters, dots included, a question mark for one. */
        boolean matches(String name) {
            var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return name.matches(regex);
        }
    }

    private final O options;
    private final List<Rule<O>> rules;

    ParameterGroups(O options) {
        this(options, List.of());
    }

    private ParameterGroups(O options, List<Rule<O>> rules) {
        this.options = options;
        this.rules = rules;
    }

    /**
     * Other settings for the parameters whose names match. Where several patterns match, each changes what the ones before it made.
     *
     * @param pattern such as {@code head.*} or {@code *.bias}: a star stands for any characters, a question mark for one
     */
    public ParameterGroups<O> group(String pattern, UnaryOperator<O> change) {
        var more = new ArrayList<>(rules);
        more.add(new Rule<>(pattern, change));
        return new ParameterGroups<>(options, List.copyOf(more));
    }

    /** The optimizer: parameters that match nothing first, then those that match the same patterns together. */
    Optimizer<O> over(Map<String, Tensor> named) {
        var trained = new LinkedHashMap<>(named);
        trained.values().removeIf(parameter -> !parameter.requiresGrad());
        rules.forEach(rule -> requireMatch(rule, trained));
        var groups = new LinkedHashMap<List<Rule<O>>, List<Tensor>>();
        groups.put(List.of(), new ArrayList<>());
        trained.forEach((name, parameter) -> groups.computeIfAbsent(rules.stream().filter(rule -> rule.matches(name)).toList(),
            _ -> new ArrayList<>()).add(parameter));
        groups.values().removeIf(List::isEmpty);
        Optimizer<O> optimizer = null;
        for (var group : groups.entrySet()) {
            var changed = options;
            for (var rule : group.getKey()) {
                changed = rule.change.apply(changed);
            }
            var settings = changed;
            optimizer = optimizer == null ? Optimizer.of(settings, group.getValue()) : optimizer.add(group.getValue(), _ -> settings);
        }
        return optimizer == null ? Optimizer.of(options, List.of()) : optimizer;
    }

    private void requireMatch(Rule<O> rule, Map<String, Tensor> named) {
        if (named.keySet().stream().noneMatch(rule::matches)) {
            throw new ArgumentException(options.name() + ": no trained parameter matches '" + rule.pattern + "'\n  parameters: "
                + named.keySet().stream().collect(Collectors.joining(", ")) + "\n  try:   a pattern of these names, such as '*.bias'");
        }
    }
}
