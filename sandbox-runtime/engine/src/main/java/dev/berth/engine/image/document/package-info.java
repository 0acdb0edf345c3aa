/** The JSON documents of images: configurations as Docker and others write them, and descriptors. Pure: no files. */
package dev.berth.engine.image.document;
