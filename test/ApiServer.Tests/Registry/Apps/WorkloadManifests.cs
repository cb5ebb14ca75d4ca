namespace Kybernet.ApiServer.Tests.Registry.Apps;

/// <summary>Valid workloads, as they are after defaulting.</summary>
internal static class WorkloadManifests
{
    public const string Template = """
          template:
            metadata: {labels: {app: web}}
            spec:
              restartPolicy: Always
              terminationGracePeriodSeconds: 30
              dnsPolicy: ClusterFirst
              schedulerName: default-scheduler
              securityContext: {}
              containers:
              - {name: web, image: "web:1", imagePullPolicy: IfNotPresent, terminationMessagePolicy: File}
        """;

    public const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default, generation: 1}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          progressDeadlineSeconds: 600
          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}

        """ + Template;

    public const string ReplicaSet = """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web, namespace: default, generation: 1}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}

        """ + Template;

    public const string DaemonSet = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web, namespace: default, generation: 1, annotations: {deprecated.daemonset.template.generation: "1"}}
        spec:
          selector: {matchLabels: {app: web}}
          updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}

        """ + Template;

    public const string StatefulSet = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: default, generation: 1}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          serviceName: web
          podManagementPolicy: OrderedReady
          updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], volumeMode: Filesystem, resources: {requests: {storage: 1Gi}}}

        """ + Template;
}
