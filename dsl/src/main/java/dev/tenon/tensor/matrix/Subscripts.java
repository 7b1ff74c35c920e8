package dev.tenon.tensor.matrix;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The equation of an einsum. Letters are their character codes; the dimensions of the ellipsis are the negative numbers up to -1, counted from
 * the last one, so that operands of different ranks line up from the right.
 *
 * @param operands the labels of every operand's dimensions
 * @param result the labels of the result
 * @param all the labels of the result and behind them those that are summed
 */
public record Subscripts(List<List<Integer>> operands, List<Integer> result, List<Integer> all) {
    private static final String ELLIPSIS = "...";

    static Subscripts parse(String equation, List<Integer> ranks) {
        var text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        var inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (inputs.length != ranks.size()) {
            throw new ArgumentException("einsum: '" + equation + "' is for " + inputs.length + " tensors, got " + ranks.size());
        }
        var operands = new ArrayList<List<Integer>>();
        int widest = 0;
        for (int i = 0; i < inputs.length; i++) {
            int hidden = hidden(equation, inputs[i], i, ranks.get(i));
            widest = Math.max(widest, hidden);
            operands.add(labels(equation, inputs[i], hidden));
        }
        var result = arrow < 0 ? implicit(operands, widest) : labels(equation, text.substring(arrow + 2), widest);
        return new Subscripts(operands, result, all(equation, operands, result));
    }

    /** How many dimensions of operand {@code i} the ellipsis stands for. */
    private static int hidden(String equation, String input, int i, int rank) {
        boolean ellipsis = input.contains(ELLIPSIS);
        int named = input.length() - (ellipsis ? ELLIPSIS.length() : 0);
        if (ellipsis ? named > rank : named != rank) {
            throw new ShapeException(
                "einsum: '" + input + "' of '" + equation + "' names " + named + " dimensions, tensor " + i + " has " + rank);
        }
        return rank - named;
    }

    private static List<Integer> labels(String equation, String term, int hidden) {
        var labels = new ArrayList<Integer>();
        for (int at = 0; at < term.length(); at++) {
            char c = term.charAt(at);
            if (term.startsWith(ELLIPSIS, at) && !labels.contains(-1)) {
                for (int d = hidden; d > 0; d--) {
                    labels.add(-d);
                }
                at += ELLIPSIS.length() - 1;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                labels.add((int) c);
            } else {
                throw new ArgumentException("einsum: '" + c + "' is no subscript\n  equation: '" + equation
                    + "'\n  try:   letters, one '...' for each operand, ',' between operands and '->' before the result");
            }
        }
        return labels;
    }

    /** Without an arrow: the ellipsis, and then the letters that occur once, in the order of the alphabet, capitals first. */
    private static List<Integer> implicit(List<List<Integer>> operands, int widest) {
        var result = new ArrayList<Integer>();
        for (int d = widest; d > 0; d--) {
            result.add(-d);
        }
        var occurrences = operands.stream().flatMap(List::stream).toList();
        var letters = new TreeSet<>(occurrences);
        letters.removeIf(label -> label < 0 || occurrences.indexOf(label) != occurrences.lastIndexOf(label));
        result.addAll(letters);
        return result;
    }

    private static List<Integer> all(String equation, List<List<Integer>> operands, List<Integer> result) {
        var used = operands.stream().flatMap(List::stream).toList();
        var all = new ArrayList<Integer>();
        for (var label : result) {
            if (all.contains(label)) {
                throw new ArgumentException("einsum: a subscript occurs twice in the result\n  equation: '" + equation + "'");
            }
            if (label > 0 && !used.contains(label)) {
                throw new ArgumentException(
                    "einsum: the result's '" + (char) (int) label + "' is in no operand\n  equation: '" + equation + "'");
            }
            all.add(label);
        }
        used.stream().filter(label -> !result.contains(label)).distinct().forEach(all::add);
        return all;
    }
}
