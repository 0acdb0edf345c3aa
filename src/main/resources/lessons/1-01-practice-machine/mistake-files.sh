# Files with another name, another content, at another place.

expect first not-yet 'there is no file `first.txt` in your home folder yet'
echo "$BERTH_STUDENT_WORD" > /first.txt
expect first not-yet 'there is a `/first.txt`'
rm /first.txt
echo something > ~/first.txt
expect first not-yet 'is not a line of it'
echo "hello, $BERTH_STUDENT_WORD" > ~/first.txt
expect first not-yet 'there is more on its line'

expect me not-yet 'there is no file `me.txt`'
echo my name is NAME > ~/me.txt
expect me not-yet 'says that your name is `NAME`'
echo 'my name is <Name>' > ~/me.txt
expect me not-yet 'says that your name is `NAME`'
echo Ada > ~/me.txt
expect me not-yet 'no line in it says'

expect box not-yet 'there is no folder'
mkdir "/$BERTH_STUDENT_BOX"
expect box not-yet 'at the top of all folders'
touch ~/"$BERTH_STUDENT_BOX"
expect box not-yet 'it is a file, not a folder'
