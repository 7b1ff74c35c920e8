package dev.tenon.samples.fuzz;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The child process: makes calls one after another and notes where it is before each, because a call may end it. Prints a line for each kind
 * of fault, with the simplest call found that still has it.
 */
public final class Player {
    static final int HUNG = 70;
    static final int FAULTY = 71;
    private static final int MOST_TRIES = 400;
    /** How much longer a call may wait than it may work. */
    static final int PATIENCE = 4;

    private final Plan plan;
    private final MappedByteBuffer file;
    private final Set<String> seen = new HashSet<>();
    /** When the present call began; 0 before the first. */
    private volatile long begun;

    private Player(Plan plan, MappedByteBuffer file) {
        this.plan = plan;
        this.file = file;
    }

    /** {@code play|replay FAMILY DEVICE SEED FILE HANG_SECONDS FROM TO}, where a replay makes the one call of the place FROM. */
    public static void main(String[] args) throws IOException {
        if (args[2].equals("emulated")) {
            System.setProperty("tenon.gpu.driver", "emulated");
        }
        var player = new Player(new Plan(args[1], args[2], Long.parseLong(args[3])), Place.file(Path.of(args[4])));
        player.watch(Thread.currentThread(), Long.parseLong(args[5]));
        if (args[0].equals("replay")) {
            System.exit(player.replay(Place.parse(args[6])));
        }
        player.play(Long.parseLong(args[6]), Long.parseLong(args[7]));
        System.exit(0);
    }

    private void play(long from, long to) {
        for (long index = from; index < to; index++) {
            var place = new Place(index, List.of());
            var fault = faultAt(place);
            if (fault.isPresent() && seen.add(fault.get().key())) {
                var simplest = shrunk(place, fault.get());
                report("fault", simplest, fault.get().key(), faultAt(simplest).orElse(fault.get()).detail());
            } else {
                fault.ifPresent(again -> report("again", place, again.key(), ""));
            }
        }
    }

    private int replay(Place place) {
        var call = plan.at(place);
        if (call == null) {
            return 1;
        }
        var fault = faultAt(place);
        report("replayed", place, fault.map(Judge.Fault::key).orElse(""), fault.map(Judge.Fault::detail).orElse(""));
        return fault.isPresent() ? FAULTY : 0;
    }

    private Optional<Judge.Fault> faultAt(Place place) {
        place.write(file);
        begun = System.nanoTime();
        var call = plan.at(place);
        if (call == null) {
            return Optional.empty();
        }
        Plan.begin();
        return Judge.fault(call);
    }

    /** The simplest form that has the same fault: of each call's simpler forms the first, until none has it. */
    private Place shrunk(Place first, Judge.Fault fault) {
        var place = first;
        int tries = 0;
        for (int choice = 0; tries < MOST_TRIES; choice++, tries++) {
            var next = new Place(place.index(), append(place.choices(), choice));
            if (plan.at(next) == null) {
                break;
            }
            if (faultAt(next).filter(other -> other.key().equals(fault.key())).isPresent()) {
                place = next;
                choice = -1;
            }
        }
        return place;
    }

    static List<Integer> append(List<Integer> choices, int choice) {
        return Stream.concat(choices.stream(), Stream.of(choice)).toList();
    }

    private void report(String what, Place place, String key, String detail) {
        System.out.println(
            String.join("\t", what, place.toString(), key, what.equals("again") ? "" : Objects.requireNonNull(plan.at(place)).java(),
                detail.replace("\n", "\\n").replace("\t", " ")));
    }

    /** Ends the process when a call takes too long, and prints where that was. On a busy machine what counts is the processor's time. */
    private void watch(Thread thread, long seconds) {
        var watcher = new Thread(() -> {
            long limit = TimeUnit.SECONDS.toNanos(seconds);
            long call = 0;
            long worked = 0;
            long elapsed = 0;
            while (elapsed < limit || processorTime() - worked < limit && elapsed < PATIENCE * limit) {
                sleep();
                if (call != begun) {
                    call = begun;
                    worked = processorTime();
                }
                elapsed = call == 0 ? 0 : System.nanoTime() - call;
            }
            var frames = thread.getStackTrace();
            var text = new StringBuilder();
            for (int i = 0; i < Math.min(12, frames.length); i++) {
                text.append(i == 0 ? "" : "\\n").append(frames[i]);
            }
            System.out.println("hang\t\t" + first(frames) + "\t\t" + text);
            System.out.flush();
            Runtime.getRuntime().halt(HUNG);
        }, "watcher");
        watcher.setDaemon(true);
        watcher.setPriority(Thread.MAX_PRIORITY);
        watcher.start();
    }

    private static String first(StackTraceElement[] frames) {
        return Arrays.stream(frames).filter(frame -> frame.getClassName().startsWith("dev.tenon")).findFirst()
            .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName()).orElse("");
    }

    private static long processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
