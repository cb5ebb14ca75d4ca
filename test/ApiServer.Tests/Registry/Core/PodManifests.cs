namespace Kybernet.ApiServer.Tests.Registry.Core;

/// <summary>Valid pods, as they are after defaulting.</summary>
internal static class PodManifests
{
    public const string Web = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: default
          labels: {app: web}
        spec:
          restartPolicy: Always
          terminationGracePeriodSeconds: 30
          dnsPolicy: ClusterFirst
          schedulerName: default-scheduler
          enableServiceLinks: true
          securityContext: {}
          volumes:
          - name: data
            emptyDir: {}
          - name: disk
            persistentVolumeClaim: {claimName: disk}
          initContainers:
          - name: setup
            image: setup:1
            imagePullPolicy: IfNotPresent
            terminationMessagePath: /dev/termination-log
            terminationMessagePolicy: File
          containers:
          - name: web
            image: web:1
            imagePullPolicy: IfNotPresent
            terminationMessagePath: /dev/termination-log
            terminationMessagePolicy: File
            ports:
            - {name: http, containerPort: 80, protocol: TCP}
            volumeMounts:
            - {name: data, mountPath: /data}
        """;

    public const string Debugger = """
        {name: debugger, image: "busybox:1", imagePullPolicy: IfNotPresent, terminationMessagePolicy: File}
        """;
}
