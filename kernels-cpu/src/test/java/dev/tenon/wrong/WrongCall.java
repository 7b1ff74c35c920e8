package dev.tenon.wrong;

import java.util.concurrent.Callable;

/**
 * A call that must end in an exception.
 *
 * @param operator what the message must name
 * @param mistake what is wrong with it
 * @param call makes it
 */
record WrongCall(String operator, String mistake, Callable<?> call) {
    @Override
    public String toString() {
        return operator + ": " + mistake;
    }
}
