/** {@code docker build}: carries out the instructions of a Dockerfile, each of which makes an image of the one before. */
package dev.berth.engine.build;
