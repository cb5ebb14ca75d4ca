namespace Kybernet.ApiServer.Tests.Registry.Batch;

/// <summary>Valid jobs, as they are after defaulting, with the selector made for them.</summary>
internal static class JobManifests
{
    private const string Pod = """
          restartPolicy: Never
          terminationGracePeriodSeconds: 30
          dnsPolicy: ClusterFirst
          schedulerName: default-scheduler
          securityContext: {}
          containers:
          - {name: work, image: "work:1", imagePullPolicy: IfNotPresent, terminationMessagePolicy: File}
        """;

    public static string Job { get; } = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: work, namespace: default, uid: u1}
        spec:
          completions: 3
          parallelism: 3
          backoffLimit: 6
          completionMode: Indexed
          suspend: false
          manualSelector: false
          podReplacementPolicy: TerminatingOrFailed
          selector: {matchLabels: {batch.kubernetes.io/controller-uid: u1}}
          template:
            metadata:
              labels:
                batch.kubernetes.io/job-name: work
                batch.kubernetes.io/controller-uid: u1
                job-name: work
                controller-uid: u1
            spec:

        """ + Indented(Pod, 6);

    public static string CronJob { get; } = """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: work, namespace: default}
        spec:
          schedule: "*/5 * * * *"
          concurrencyPolicy: Allow
          suspend: false
          jobTemplate:
            spec:
              template:
                spec:

        """ + Indented(Pod, 10);

    private static string Indented(string text, int by) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', by - 2) + line));
}
