package dev.berth.lab.value;

import java.math.BigInteger;

/** Words for students' values: short, easy to type on any keyboard, none a command or an image, none that two people would spell differently. */
final class Words {

    private static final String[] ADJECTIVES = (
            "amber bold brave brisk bright calm clever cosy crisp curly daring eager early fair famous fancy fleet fond frosty gentle glad golden grand "
            + "happy hardy honest humble jolly keen kind lively loyal lucky mellow merry mighty misty modest nimble noble patient plucky polite proud "
            + "quick quiet rapid ready rosy rustic sandy silver sleepy snowy solid spry steady sunny swift tidy velvet vivid warm witty").split(" ");

    private static final String[] NOUNS = (
            "acorn anchor apple arrow badger bamboo basil beacon beaver birch bison breeze bridge brook canyon cedar cherry clover comet coral cricket "
            + "dahlia daisy dolphin dragon eagle ember falcon fern ferry finch fjord forest fossil garden geyser ginger glacier harbor hazel hedgehog "
            + "heron hill island ivy jasmine juniper kayak kettle lagoon lantern lark lemon lichen lily linden lynx maple marble marmot meadow melon "
            + "mint moss nectar nettle north nutmeg oak oasis olive orchard orchid osprey otter owl oyster panda paprika parsley pebble pelican pepper "
            + "pigeon pine planet plum pond poppy prairie puffin quartz quince rabbit raven reef ridge river robin rocket saffron sage salmon seal "
            + "shore sparrow spruce squirrel starling stone summit sunset swallow thistle thyme tiger tulip tundra turtle valley violet walnut willow wren")
            .split(" ");

    /** Without those that are taken for another. */
    private static final String CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final int CODE_LENGTH = 6;

    private Words() {}

    static String adjective(final BigInteger seed) {
        return pick(ADJECTIVES, seed);
    }

    static String noun(final BigInteger seed) {
        return pick(NOUNS, seed);
    }

    static String code(final BigInteger seed) {
        final StringBuilder code = new StringBuilder();
        BigInteger rest = seed;
        for (int i = 0; i < CODE_LENGTH; i++) {
            final BigInteger[] quotient = rest.divideAndRemainder(BigInteger.valueOf(CODE_LETTERS.length()));
            code.append(CODE_LETTERS.charAt(quotient[1].intValue()));
            rest = quotient[0];
        }
        return code.toString();
    }

    private static String pick(final String[] words, final BigInteger seed) {
        return words[seed.mod(BigInteger.valueOf(words.length)).intValue()];
    }
}
