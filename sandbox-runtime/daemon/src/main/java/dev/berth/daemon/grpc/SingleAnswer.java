package dev.berth.daemon.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The answer to a call that has one message. Its bytes are wiped where they were gathered: they may be a secret. */
final class SingleAnswer implements GrpcClient.Listener {
    private static final int PREFIX = 5;
    private static final int PATIENCE_SECONDS = 60;

    private final int most;
    private final Gathered gathered = new Gathered();
    private final CompletableFuture<byte[]> message = new CompletableFuture<>();
    private GrpcClient.Call call;

    SingleAnswer(int most) {
        this.most = most;
    }

    private static final class Gathered extends ByteArrayOutputStream {
        void wipe() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }

    @Override
    public void begun(GrpcClient.Call of) {
        call = of;
        message.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((answer, failure) -> {
            if (failure != null) {
                call.cancel();
            }
        });
    }

    CompletionStage<byte[]> message() {
        return message;
    }

    @Override
    public void received(byte[] bytes, int window) {
        if (gathered.size() + bytes.length > PREFIX + most) {
            gathered.wipe();
            message.completeExceptionally(new IOException("the client's answer is longer than " + most + " bytes"));
            return;
        }
        gathered.writeBytes(bytes);
        call.taken(window);
    }

    @Override
    public void ended(IOException failure) {
        if (failure != null) {
            message.completeExceptionally(failure);
            return;
        }
        ByteBuffer all = ByteBuffer.wrap(gathered.toByteArray());
        gathered.wipe();
        if (all.remaining() < PREFIX || all.get() != 0 || all.getInt() != all.remaining()) {
            message.completeExceptionally(new IOException("the client's answer is no message of gRPC"));
            return;
        }
        byte[] content = new byte[all.remaining()];
        all.get(content);
        Arrays.fill(all.array(), (byte) 0);
        message.complete(content);
    }
}
