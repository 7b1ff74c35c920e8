package dev.tenon.samples.trace;

import static dev.tenon.Tenon.manualSeed;

import dev.tenon.tensor.OpListener;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenon trace}: the operators that a small transformer calls. */
@Command(mixinStandardHelpOptions = true, description = "Print the operators that a small transformer calls, each with its arguments.")
public final class TraceCommand implements Callable<Integer> {
    @Option(names = "--parts", description = "also what these operators are made of")
    private boolean parts;

    @Override
    public Integer call() {
        print(System.out, parts);
        return 0;
    }

    private static void print(PrintStream out, boolean parts) {
        manualSeed(0);
        var transformer = new SmallTransformer();
        var tokens = SmallTransformer.tokens();
        var trace = new Trace(parts, out::println);
        OpListener.listen(trace, () -> transformer.forward(tokens));
    }
}
