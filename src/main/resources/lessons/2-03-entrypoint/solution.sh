mkdir -p ~/clock ~/quotes ~/guard ~/lines
printf 'FROM debian\nCMD ["date", "+%%A"]\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:cmd" ~/clock
docker run --rm "$BERTH_STUDENT_CLOCK:cmd" | grep 'day$'
[ "$(docker run --rm "$BERTH_STUDENT_CLOCK:cmd" echo good morning)" = "good morning" ]
docker run --rm "$BERTH_STUDENT_CLOCK:cmd" +%Y 2>&1 | grep '"+%Y": executable file not found'
printf 'FROM debian\nENTRYPOINT ["date"]\nCMD ["+%%A"]\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:both" ~/clock
docker run --rm "$BERTH_STUDENT_CLOCK:both" | grep 'day$'
docker run --rm "$BERTH_STUDENT_CLOCK:both" +%Y | grep '^20..$'
docker run --rm "$BERTH_STUDENT_CLOCK:both" ls 2>&1 | grep "invalid date 'ls'"

printf 'FROM debian\nENTRYPOINT ["echo", "%s"]\nCMD ["is at rest"]\n' "$BERTH_STUDENT_WORD" >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_GREETER" ~/clock
docker run "$BERTH_STUDENT_GREETER"
docker run "$BERTH_STUDENT_GREETER" is on the way
passed greeter

docker run --rm --entrypoint ls "$BERTH_STUDENT_CLOCK:both" -l / | grep etc
[ -z "$(docker run --rm --entrypoint echo "$BERTH_STUDENT_CLOCK:both")" ]
docker run --name "$BERTH_STUDENT_LOOKER" --entrypoint cat "$BERTH_STUDENT_CLOCK:both" /etc/os-release
passed looker

printf 'FROM debian\nCMD echo my home is $HOME\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:shell" ~/clock
[ "$(docker run --rm "$BERTH_STUDENT_CLOCK:shell")" = "my home is /root" ]
[ "$(docker image inspect --format '{{json .Config.Cmd}}' "$BERTH_STUDENT_CLOCK:shell")" = '["/bin/sh","-c","echo my home is $HOME"]' ]
printf 'FROM debian\nCMD ["echo", "my home is $HOME"]\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:exec" ~/clock
[ "$(docker run --rm "$BERTH_STUDENT_CLOCK:exec")" = 'my home is $HOME' ]

printf "FROM debian\nENTRYPOINT ['echo', '%s']\n" "$BERTH_STUDENT_WORD" >~/quotes/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:quotes" ~/quotes
docker run --rm "$BERTH_STUDENT_CLOCK:quotes" 2>&1 | grep '/bin/sh: 1: \[echo,: not found'
sed -i "s/'/\"/g" ~/quotes/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:quotes" ~/quotes
docker run "$BERTH_STUDENT_CLOCK:quotes"
passed quotes

printf 'FROM debian\nENTRYPOINT date\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:swallow" ~/clock
docker run --rm "$BERTH_STUDENT_CLOCK:swallow" +%Y | grep :
printf 'FROM debian\nENTRYPOINT date\nCMD ["+%%Y"]\n' >~/clock/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:swallow" ~/clock
docker run --rm "$BERTH_STUDENT_CLOCK:swallow" | grep :

cat >~/guard/guard <<END
#!/bin/sh
tidy_up() {
    echo "$BERTH_STUDENT_WORD has heard TERM, and tidies up"
    exit 0
}
trap tidy_up TERM
echo "$BERTH_STUDENT_WORD is process \$\$"
while true; do sleep 1; done
END
printf 'FROM debian\nCOPY guard /guard\nENTRYPOINT /guard\n' >~/guard/Dockerfile
chmod +x ~/guard/guard
docker build -t "$BERTH_STUDENT_GUARD:shell" ~/guard
docker run -d --name "$BERTH_STUDENT_DEAF" "$BERTH_STUDENT_GUARD:shell"
until docker logs "$BERTH_STUDENT_DEAF" | grep process; do sleep 0.1; done
docker exec "$BERTH_STUDENT_DEAF" ps ax | grep ' 1 .* /bin/sh -c /guard$'
docker stop "$BERTH_STUDENT_DEAF"
docker ps -a --filter "name=$BERTH_STUDENT_DEAF" | grep 'Exited (137)'
passed deaf
sed -i 's/^ENTRYPOINT.*/ENTRYPOINT ["\/guard"]/' ~/guard/Dockerfile
docker build -t "$BERTH_STUDENT_GUARD:exec" ~/guard
docker run -d --name "$BERTH_STUDENT_CALM" "$BERTH_STUDENT_GUARD:exec"
until docker logs "$BERTH_STUDENT_CALM" | grep process; do sleep 0.1; done
docker stop "$BERTH_STUDENT_CALM"
passed calm

printf 'FROM debian\nENTRYPOINT ["wc", "-l"]\nCMD ["/etc/passwd"]\n' >~/lines/Dockerfile
docker build -t "$BERTH_STUDENT_COUNTER" ~/lines
docker run "$BERTH_STUDENT_COUNTER"
docker run "$BERTH_STUDENT_COUNTER" /etc/group
passed counter

docker ps -aq --filter "ancestor=$BERTH_STUDENT_GREETER" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_COUNTER" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_CLOCK:quotes" | xargs -r docker rm
docker rm -f "$BERTH_STUDENT_LOOKER" "$BERTH_STUDENT_DEAF" "$BERTH_STUDENT_CALM"
docker image rm "$BERTH_STUDENT_GREETER" "$BERTH_STUDENT_COUNTER" "$BERTH_STUDENT_GUARD:shell" "$BERTH_STUDENT_GUARD:exec"
docker image rm "$BERTH_STUDENT_CLOCK:cmd" "$BERTH_STUDENT_CLOCK:both" "$BERTH_STUDENT_CLOCK:shell" "$BERTH_STUDENT_CLOCK:exec" "$BERTH_STUDENT_CLOCK:quotes" "$BERTH_STUDENT_CLOCK:swallow"
