# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

docker run -d --name "$BERTH_STUDENT_WEB" nginx
ps -ax --forest
# nginx is what the entry point becomes, a moment after the start.
until docker top "$BERTH_STUDENT_WEB" | grep -q 'nginx: worker'; do sleep 0.1; done
answer parent "$(docker top "$BERTH_STUDENT_WEB" | awk '/master/ { print $3 }')"
passed parent

docker run -d --name "$BERTH_STUDENT_WHOLE" system
ps -ax --forest
docker top "$BERTH_STUDENT_WHOLE"
passed whole
docker stats --no-stream
docker logs -t "$BERTH_STUDENT_WHOLE"

docker logs "$BERTH_STUDENT_WHOLE"
docker exec "$BERTH_STUDENT_WHOLE" cat /var/log/syslog
docker exec "$BERTH_STUDENT_WHOLE" logger "$BERTH_STUDENT_WORD"
passed noted

docker exec "$BERTH_STUDENT_WHOLE" pkill cron
passed repaired
docker ps

docker exec "$BERTH_STUDENT_WEB" kill 1
passed ended
docker ps -a

docker top "$BERTH_STUDENT_WHOLE" | grep 'cron -f'
docker run -d --name "$BERTH_STUDENT_ALONE" system cron -f
passed alone

docker rm -f "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_WHOLE" "$BERTH_STUDENT_ALONE"
