/** The JSON documents of images: configurations as Docker and others write them, descriptors, and the lines of a Dockerfile that change a configuration. Pure: no files. */
package dev.berth.engine.image.document;
