package dev.tenon.tensor.recurrent;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A recurrence over packed sequences, one step after the other in ordinary operators. */
record Unrolled(long[] batchSizes, boolean reverse) {
    /** The next states of some sequences; the first one is the output. */
    @FunctionalInterface
    interface Cell {
        List<Tensor> step(Tensor input, List<Tensor> states);
    }

    /**
     * The outputs of all steps, packed, and the last states.
     *
     * @param inputs what the cell is given, a row for each element
     * @param initial the states before the first step, a row for each sequence
     */
    List<Tensor> run(Tensor inputs, Cell cell, Tensor... initial) {
        int count = batchSizes.length;
        var steps = Ops.splitWithSizes(inputs, batchSizes, 0);
        var outputs = new Tensor[count];
        var states = List.of(initial);
        for (int i = 0; i < count; i++) {
            int time = reverse ? count - 1 - i : i;
            long rows = batchSizes[time];
            var running = states.stream().map(state -> Ops.narrow(state, 0, 0, rows)).toList();
            var next = cell.step(steps.get(time), running);
            outputs[time] = next.getFirst();
            states = joined(next, states, rows);
        }
        var results = new ArrayList<Tensor>();
        results.add(Ops.cat(List.of(outputs), 0));
        results.addAll(states);
        return results;
    }

    /** The new states of the first sequences, and those of the others, which stay. */
    private static List<Tensor> joined(List<Tensor> next, List<Tensor> states, long rows) {
        var joined = new ArrayList<Tensor>();
        for (int i = 0; i < next.size(); i++) {
            long others = states.get(i).size(0) - rows;
            joined.add(others == 0 ? next.get(i) : Ops.cat(List.of(next.get(i), Ops.narrow(states.get(i), 0, rows, others)), 0));
        }
        return joined;
    }
}
