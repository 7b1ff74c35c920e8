package dev.tenon.samples;

import dev.tenon.samples.bench.BenchCommand;
import dev.tenon.samples.bits.BitsCommand;
import dev.tenon.samples.chargpt.CharGptCommand;
import dev.tenon.samples.cifar.ResnetCifarCommand;
import dev.tenon.samples.conformance.ConformanceCommand;
import dev.tenon.samples.course.AutogradCommand;
import dev.tenon.samples.course.ClassifierCommand;
import dev.tenon.samples.course.RegressionCommand;
import dev.tenon.samples.course.TwoLayerCommand;
import dev.tenon.samples.detection.ObjectDetectionCommand;
import dev.tenon.samples.digits.DigitsCommand;
import dev.tenon.samples.dqn.DqnCommand;
import dev.tenon.samples.files.KillsCommand;
import dev.tenon.samples.files.MutateCommand;
import dev.tenon.samples.fuzz.FuzzCommand;
import dev.tenon.samples.generative.AutoencoderCommand;
import dev.tenon.samples.generative.GanCommand;
import dev.tenon.samples.heat.HeatEquationCommand;
import dev.tenon.samples.memory.RacesCommand;
import dev.tenon.samples.memory.SoakCommand;
import dev.tenon.samples.profile.ProfileCommand;
import dev.tenon.samples.recommend.RecommenderCommand;
import dev.tenon.samples.sentiment.SentimentLstmCommand;
import dev.tenon.samples.tabular.TabularCommand;
import dev.tenon.samples.trace.TraceCommand;
import dev.tenon.samples.translate.TranslateCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tenon COMMAND [OPTIONS]}. Only the chosen command's class is loaded, so that a small command starts at once. */
public final class Launcher {
    private static final Map<String, String> COMMANDS = commands();

    private Launcher() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        // Numbers are printed with a point wherever this runs.
        Locale.setDefault(Locale.ROOT);
        System.exit(run(args));
    }

    static int run(String... args) {
        var name = args.length == 0 ? "help" : args[0];
        var command = command(name);
        if (command != null) {
            var line = new CommandLine(command).setCommandName("tenon " + name).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Launcher::failed);
            var version = Launcher.class.getPackage().getImplementationVersion();
            line.getCommandSpec().version("tenon " + Objects.requireNonNullElse(version, "(not packaged)"));
            return line.execute(Arrays.copyOfRange(args, 1, args.length));
        }
        boolean asked = name.equals("help") || name.equals("--help") || name.equals("-h");
        (asked ? System.out : System.err).print((asked ? "" : "tenon: there is no command '" + name + "'\n") + usage());
        return asked ? 0 : CommandLine.ExitCode.USAGE;
    }

    private static @Nullable Callable<Integer> command(String name) {
        return switch (name) {
            case "digits" -> new DigitsCommand();
            case "regression" -> new RegressionCommand();
            case "classifier" -> new ClassifierCommand();
            case "two-layer" -> new TwoLayerCommand();
            case "linear" -> new LinearCommand();
            case "autograd" -> new AutogradCommand();
            case "heat-equation" -> new HeatEquationCommand();
            case "autoencoder" -> new AutoencoderCommand();
            case "gan" -> new GanCommand();
            case "recommender" -> new RecommenderCommand();
            case "tabular" -> new TabularCommand();
            case "dqn" -> new DqnCommand();
            case "resnet-cifar" -> new ResnetCifarCommand();
            case "object-detection" -> new ObjectDetectionCommand();
            case "higher-order" -> new HigherOrderCommand();
            case "profile" -> new ProfileCommand();
            case "conformance" -> new ConformanceCommand();
            case "bench" -> new BenchCommand();
            case "doctor" -> new DoctorCommand();
            case "hello" -> new HelloCommand();
            case "soak" -> new SoakCommand();
            case "fuzz" -> new FuzzCommand();
            case "mutate" -> new MutateCommand();
            case "kills" -> new KillsCommand();
            case "races" -> new RacesCommand();
            case "bits" -> new BitsCommand();
            case "trace" -> new TraceCommand();
            case "char-gpt" -> new CharGptCommand();
            case "sentiment-lstm" -> new SentimentLstmCommand();
            case "translate" -> new TranslateCommand();
            default -> null;
        };
    }

    private static Map<String, String> commands() {
        var commands = new LinkedHashMap<String, String>();
        commands.put("digits", "learn to read handwritten digits");
        commands.put("regression", "linear regression from scratch, with gradients by hand and by autograd");
        commands.put("classifier", "classify images with a layer class of one's own");
        commands.put("two-layer", "train a net of two layers, save it and load it");
        commands.put("linear", "fit a line to noisy points");
        commands.put("autograd", "a tour of autograd: derivatives of small functions, and what one can do with them");
        commands.put("higher-order", "the Hessian of a function");
        commands.put("heat-equation", "solve the heat equation with a network");
        commands.put("autoencoder", "learn a short code for digits, and make new ones");
        commands.put("gan", "two networks against each other, with an optimizer each");
        commands.put("recommender", "learn from ratings what else somebody would like");
        commands.put("tabular", "predict a column of a CSV file from the others");
        commands.put("dqn", "learn to balance a pole by deep Q-learning");
        commands.put("resnet-cifar", "classify small pictures by a residual network");
        commands.put("object-detection", "find things in pictures by a one-stage detector");
        commands.put("trace", "print the operators that a small transformer calls");
        commands.put("profile", "train a small classifier and print where its time goes");
        commands.put("char-gpt", "learn to write like a text, character by character");
        commands.put("sentiment-lstm", "learn whether sentences of different lengths praise or blame");
        commands.put("translate", "learn to write numbers in words");
        commands.put("conformance", "compare every operator, layer and optimizer with PyTorch's results");
        commands.put("bench", "measure the workloads of the side-by-side benchmark");
        commands.put("doctor", "look at the machine and say what is missing");
        commands.put("hello", "multiply two small matrices and say how long that took from the start of the JVM");
        commands.put("soak", "run loops without scopes and report their memory");
        commands.put("races", "release memory in one thread while others use it");
        commands.put("fuzz", "make random calls of every operator and look for faults");
        commands.put("mutate", "read damaged files of every format and say what is not refused clearly");
        commands.put("kills", "kill trainings and saves and say what they lost");
        commands.put("bits", "compare the bits of results across compilers, threads and processes");
        return commands;
    }

    private static String usage() {
        var text = new StringBuilder("Usage: tenon COMMAND [OPTIONS]     (tenon COMMAND --help explains the options)\n");
        COMMANDS.forEach((name, purpose) -> text.append("  %-16s%s%n".formatted(name, purpose)));
        return text.toString();
    }

    /** A user sees the message; {@code TENON_TRACE=1} shows where it came from. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if ("1".equals(System.getenv("TENON_TRACE"))) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
