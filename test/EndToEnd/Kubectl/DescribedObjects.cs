namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>Objects with much to describe. Nothing runs them: what is shown is only what is written here.</summary>
internal static class DescribedObjects
{
    public const string Manifest = """
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: default}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: worker, labels: {node-role.kubernetes.io/edge: ""}}
        spec: {unschedulable: true, taints: [{key: a, effect: NoSchedule}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: full
          labels: {b: "2", a: "1"}
          annotations:
            long: >-
              0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890
              0123456789012345678901234567890123456789012345678901234567890
            note: "two\nlines"
        spec:
          serviceAccountName: builder
          terminationGracePeriodSeconds: 5
          nodeSelector: {disk: fast}
          securityContext: {seccompProfile: {type: RuntimeDefault}}
          tolerations: [{operator: Exists}, {key: k, value: v, effect: NoSchedule}, {key: e, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]
          topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: "1"}}}]
          initContainers: [{name: first, image: "busybox:1", command: [sh, -c, "echo 1\necho 2"]}]
          containers:
          - name: main
            image: nginx:1
            args: [a, b]
            ports: [{containerPort: 80, name: http}, {containerPort: 53, protocol: UDP, hostPort: 5353}]
            envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: s, optional: true}, prefix: X_}]
            env:
            - {name: PLAIN, value: "one\ntwo"}
            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a']"}}}
            - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
            - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}}
            - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}
            - {name: OTHER, valueFrom: {configMapKeyRef: {name: cm, key: a, optional: true}}}
            resources: {limits: {cpu: 1500m, memory: 100Mi}, requests: {cpu: 100m, memory: 50Mi}}
            livenessProbe: {httpGet: {path: "/live?x", port: http}, periodSeconds: 3}
            readinessProbe: {exec: {command: [cat, /ready]}}
            startupProbe: {tcpSocket: {port: 80}}
            volumeMounts: [{name: files, mountPath: /z, subPath: sub}, {name: tmp, mountPath: /a, readOnly: true}]
          - {name: side, image: "busybox:1"}
          volumes:
          - {name: tmp, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
          - {name: files, configMap: {name: cm}}
          - {name: hidden, secret: {secretName: s, optional: true}}
          - {name: host, hostPath: {path: /etc, type: Directory}}
          - {name: disk, persistentVolumeClaim: {claimName: data, readOnly: true}}
          - {name: self, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
          - {name: all, projected: {sources: [{configMap: {name: cm}}, {secret: {name: s}}, {serviceAccountToken: {path: t}}, {downwardAPI: {items: []}}]}}
          - {name: share, nfs: {server: h, path: /p}}
          - {name: plugged, csi: {driver: d, volumeAttributes: {b: "2", a: "1"}}}
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: set}
        spec:
          replicas: 2
          selector: {matchLabels: {app: set}, matchExpressions: [{key: tier, operator: In, values: [b, a]}, {key: x, operator: DoesNotExist}]}
          template: {metadata: {labels: {app: set, tier: a}}, spec: {containers: [{name: a, image: "nginx:1"}]}}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: each}
        spec:
          selector: {matchLabels: {app: each}}
          template:
            metadata: {labels: {app: each}, annotations: {a: b}}
            spec:
              nodeSelector: {os: linux}
              containers: [{name: a, image: "nginx:1", env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              serviceAccountName: builder
              containers: [{name: a, image: "redis:1", volumeMounts: [{name: v, mountPath: /v}]}]
              volumes: [{name: t, emptyDir: {}}]
          volumeClaimTemplates: [{metadata: {name: v, labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          completions: 3
          completionMode: Indexed
          activeDeadlineSeconds: 60
          ttlSecondsAfterFinished: 10
          manualSelector: true
          selector: {matchLabels: {job: once}}
          template: {metadata: {labels: {job: once}}, spec: {restartPolicy: Never, containers: [{name: a, image: "busybox:1"}]}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: daily}
        spec:
          schedule: "0 1 * * *"
          suspend: true
          timeZone: Etc/UTC
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "busybox:1"}]}}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: front}
        spec:
          clusterIP: None
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: web, appProtocol: http}, {name: dns, port: 53, protocol: UDP}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: front-1, labels: {kubernetes.io/service-name: front}}
        addressType: IPv4
        ports: [{name: http, port: 8080, protocol: TCP}]
        endpoints:
        - {addresses: [10.0.0.1], conditions: {ready: true}, nodeName: worker, targetRef: {kind: Pod, name: a}, zone: z}
        - {addresses: [10.0.0.2]}
        - {addresses: [10.0.0.3]}
        - {addresses: [10.0.0.4]}
        - {addresses: [10.0.0.5], conditions: {ready: false}, hostname: h}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: secret, a: b}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: builder}, imagePullSecrets: [{name: one}, {name: two}]}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], storageClassName: "", resources: {requests: {storage: 1Gi}}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Pod, max: {cpu: 2}}]}}
        ---
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: 30, "count/widgets.example.com": 1}}}
        """;
}
