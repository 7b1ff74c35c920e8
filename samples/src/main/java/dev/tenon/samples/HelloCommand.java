package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tenon hello}: how long a newcomer waits for the first result. */
@Command(mixinStandardHelpOptions = true, description = "Multiply two small matrices and print the time since the JVM started.")
final class HelloCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var a = tensor(new double[][] {{1, 2}, {3, 4}});
        var b = tensor(new double[][] {{5, 6}, {7, 8}});
        System.out.println(a.matmul(b));
        ProcessHandle.current().info().startInstant()
            .ifPresent(start -> System.out.printf("%d ms since the JVM started%n", Duration.between(start, Instant.now()).toMillis()));
        return 0;
    }
}
