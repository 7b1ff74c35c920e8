package dev.tenon.samples.fuzz;

import dev.tenon.core.ArgumentException;
import java.util.List;

/** Calls of an operator that is wrong in each way there is, where its number is large enough. */
final class FaultyCalls implements Family {
    @Override
    public Call call(long index, Values values) {
        return new Faulty(index, new PlainValue(index % 10 * 100L));
    }

    private record Faulty(long index, PlainValue number) implements Call {
        @Override
        public String operator() {
            return "faulty";
        }

        @Override
        public Prepared prepare(World world) {
            return this::answer;
        }

        private Object answer() throws InterruptedException {
            long size = (Long) number.value();
            if (size < 1 || index == 0) {
                throw new ArgumentException("faulty: the number must be positive, got " + size);
            }
            return switch ((int) index) {
                case 3 -> {
                    Runtime.getRuntime().halt(134);
                    yield "";
                }
                case 5 -> {
                    Thread.sleep(60_000);
                    yield "";
                }
                case 6 -> throw new ArgumentException("an operator that is not named");
                case 7 -> new int[0][(int) size];
                case 8, 9 -> throw new NegativeArraySizeException(-size + "");
                default -> "a result";
            };
        }

        @Override
        public String java() {
            return "faulty(" + number.java() + ")";
        }

        @Override
        public List<Faulty> simpler() {
            return number.simpler().stream().map(simpler -> new Faulty(index, simpler)).toList();
        }
    }
}
